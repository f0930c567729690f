package dev.weft.testkit;

import dev.weft.core.bitswap.BitswapWire;
import dev.weft.core.connection.Connection;
import dev.weft.core.connection.MuxedConnection;
import dev.weft.core.connection.Protocols;
import dev.weft.core.connection.Stream;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.webrtc.RtcMuxer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A peer that speaks Bitswap and nothing else, as Helia does: it opens a stream for each of its
 * messages, sends small blocks where it is asked whether it has them, does not send a wanted block
 * again within 5 s unless the want was cancelled, and remembers what it lacked. What it was asked
 * for as a have more than 5 s ago it does not send either, unless that was cancelled: Helia then
 * takes the want for the old one, which has expired.
 */
public final class SimStranger {
  /** Smaller blocks are sent in the place of a have, as by {@code @helia/bitswap}. */
  private static final int SMALL_BYTES = 1_024;

  private static final int SENT_MILLIS = 5_000;

  /** What it is called. */
  public final PeerId id;

  /** Its blocks. */
  public final Map<Cid, byte[]> blocks = new HashMap<>();

  /** Blocks that came, by their bytes' order of arrival. */
  public final List<byte[]> received = new ArrayList<>();

  /** What it was told that it is there. */
  public final List<Cid> haves = new ArrayList<>();

  /** What it was told that it is not there. */
  public final List<Cid> dontHaves = new ArrayList<>();

  /** How many presences it was told of names that are of another kind. */
  public int foreign;

  /** Of each stream that was opened to it, how many messages have come, in order. */
  public final List<Integer> messages = new ArrayList<>();

  /** How many of those streams have ended. */
  public int ended;

  /** What it was asked for, in order, cancels included. */
  public final List<Cid> wanted = new ArrayList<>();

  /** Blocks that it is about to send to who wants them. */
  public final List<Cid> due = new ArrayList<>();

  /** How many it has sent. */
  public int sent;

  private final Map<Cid, Integer> lacking = new HashMap<>();
  private final Map<Cid, Long> sentAtMillis = new HashMap<>();
  private final Map<Cid, Long> toldAtMillis = new HashMap<>();
  private final VirtualLoop loop;
  private final Connection connection;
  private boolean honest = true;
  private int thoughtMillis;

  /** Connects to the visitor. */
  public SimStranger(SimMesh mesh, SimVisitor visitor, SimRtc.Access access) {
    loop = mesh.loop();
    id = mesh.newId();
    RtcMuxer[] ends = mesh.link(mesh.rtc().host(access), visitor.host);
    Protocols ours = new Protocols().handle(BitswapWire.PROTOCOL, this::accept);
    Protocols visitors =
        new Protocols()
            .handle(ExchangeWire.PROTOCOL, visitor.swarm)
            .handle(BitswapWire.PROTOCOL, visitor.swarm);
    Multiaddr address = Multiaddr.parse("/webrtc");
    connection = new MuxedConnection(ends[0], visitor.id, address, true, false, ours, loop);
    visitor.swarm.connected(
        new MuxedConnection(ends[1], id, address, false, false, visitors, loop));
  }

  /** It has all blocks of the file. */
  public SimStranger has(SimSite.File file) {
    for (SimSite.Block block : file.blocks) {
      has(block.cid, block.bytes);
    }
    return this;
  }

  /** It has the block, which it now sends if it was asked for before. */
  public void has(Cid cid, byte[] bytes) {
    blocks.put(cid, bytes);
    Integer want = lacking.remove(cid);
    if (want != null) {
      answer(cid, want, true);
    }
  }

  /** From now on it answers nothing. */
  public SimStranger silent() {
    honest = false;
    return this;
  }

  /** From now on it sends a wanted block that much later, unless the want is cancelled. */
  public SimStranger thinks(int millis) {
    thoughtMillis = millis;
    return this;
  }

  /** Sends messages on a stream of their own. */
  public void send(byte[]... framed) {
    Stream stream = open();
    for (byte[] message : framed) {
      stream.write(message);
    }
    stream.finish();
  }

  /** A stream to the visitor. */
  public Stream open() {
    return connection.open(BitswapWire.PROTOCOL);
  }

  /** Asks for blocks, with one message. */
  public void want(int type, Cid... cids) {
    Stream stream = open();
    for (Cid cid : cids) {
      stream.write(BitswapWire.entry(cid, type));
    }
    stream.finish();
  }

  /** Whether the connection is over. */
  public boolean isCutOff() {
    return connection.closed().isSettled();
  }

  private void accept(Stream stream) {
    int number = messages.size();
    messages.add(0);
    stream.finish();
    stream.receiver(new Incoming(number));
  }

  private void answer(Cid cid, int want, boolean sayDontHave) {
    byte[] block = blocks.get(cid);
    Long lastSent = sentAtMillis.get(cid);
    Long told = toldAtMillis.get(cid);
    if (block != null && want == BitswapWire.WANT_HAVE) {
      toldAtMillis.put(cid, loop.nowMillis());
    } else if (told != null && loop.nowMillis() - told >= SENT_MILLIS) {
      toldAtMillis.remove(cid);
      return;
    }
    if (block == null) {
      lacking.put(cid, want);
      if (sayDontHave) {
        send(BitswapWire.presence(cid.encode(), false));
      }
    } else if (want == BitswapWire.WANT_HAVE && block.length >= SMALL_BYTES) {
      send(BitswapWire.presence(cid.encode(), true));
    } else if (lastSent == null || loop.nowMillis() - lastSent >= SENT_MILLIS) {
      if (want == BitswapWire.WANT_HAVE) {
        send(BitswapWire.block(cid, block.clone()));
      } else {
        sentAtMillis.put(cid, loop.nowMillis());
        due.add(cid);
        loop.schedule(thoughtMillis, () -> sendIfDue(cid, block));
      }
    }
  }

  private void sendIfDue(Cid cid, byte[] block) {
    if (due.remove(cid)) {
      sent++;
      send(BitswapWire.block(cid, block.clone()));
    }
  }

  private final class Incoming implements ByteChannel.Receiver, BitswapWire.Handler {
    private final int number;
    private final Delimited framed = new Delimited(BitswapWire.MAX_MESSAGE_BYTES, this::message);

    Incoming(int number) {
      this.number = number;
    }

    private void message(byte[] message) {
      messages.set(number, messages.get(number) + 1);
      BitswapWire.read(message, this);
    }

    @Override
    public void wanted(byte[] name, int want, boolean sayDontHave) {
      Cid cid = Cid.decode(name);
      if (want == BitswapWire.CANCEL) {
        lacking.remove(cid);
        sentAtMillis.remove(cid);
        toldAtMillis.remove(cid);
        due.remove(cid);
      } else {
        wanted.add(cid);
        if (honest) {
          answer(cid, want, sayDontHave);
        }
      }
    }

    @Override
    public void block(byte[] data) {
      received.add(data);
    }

    @Override
    public void presence(byte[] name, boolean has) {
      Cid cid = BitswapWire.cid(name);
      if (cid != null) {
        (has ? haves : dontHaves).add(cid);
      } else {
        foreign++;
      }
    }

    @Override
    public void data(byte[] bytes) {
      framed.feed(bytes);
    }

    @Override
    public void end() {
      ended++;
    }

    @Override
    public void failed(MeshException reason) {
      ended++;
    }
  }
}
