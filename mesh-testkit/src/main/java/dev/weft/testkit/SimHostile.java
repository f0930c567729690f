package dev.weft.testkit;

import dev.weft.core.connection.ProtocolHandler;
import dev.weft.core.connection.Stream;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.fetch.Asset;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.manifest.GzipVariant;
import dev.weft.core.manifest.ManifestShard;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.Delimited;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A peer that says it has a whole file, and then does as a test tells it. */
public final class SimHostile implements ProtocolHandler, ByteChannel.Receiver {
  /** What it does when it is asked for a block. */
  public interface Behaviour {
    /**
     * A block is wanted.
     *
     * @param number in the shard
     * @param block what an honest peer would send
     */
    void wanted(SimHostile peer, int number, byte[] block);
  }

  /** Never answers. */
  public static final Behaviour SILENT = (peer, number, block) -> {};

  /** Answers at once, with one bit changed. */
  public static final Behaviour LIAR =
      (peer, number, block) -> {
        byte[] forged = block.clone();
        forged[forged.length / 2] ^= 1;
        peer.send(number, forged, 0, forged.length);
      };

  /** A peer that sends a byte of each block every so many milliseconds. */
  public static Behaviour drip(int everyMillis) {
    return (peer, number, block) -> peer.dripFrom(number, block, 0, everyMillis);
  }

  /** What it is called. */
  public final PeerId id;

  /** What it was told, a frame each. */
  public final List<byte[]> heard = new ArrayList<>();

  private final VirtualLoop loop;
  private final Behaviour behaviour;
  private final Cid shard;
  private final Map<Integer, byte[]> blocks = new HashMap<>();
  private final SimConnection connection;
  private final Stream out;
  private final Delimited frames = new Delimited(ExchangeWire.MAX_FRAME_BYTES, this::frame);
  private boolean over;

  /** Connects to the visitor and claims the files. */
  public SimHostile(
      SimMesh mesh, SimSite site, SimVisitor victim, Behaviour behaviour, SimSite.File... files) {
    loop = mesh.loop();
    id = mesh.newId();
    shard = site.shard().ref().cid();
    this.behaviour = behaviour;
    SimRtc.Host host = mesh.rtc().host(SimRtc.Access.unlimited(10));
    SimConnection[] ends = mesh.open(id, host, this, victim.id, victim.host, victim.swarm);
    connection = ends[0];
    out = connection.open(ExchangeWire.PROTOCOL);
    byte[] bits = new byte[(site.shard().blockCount() + 7) / 8];
    for (SimSite.File file : files) {
      SimSite.byNumber(file, asset(victim, file).layout)
          .forEach(
              (number, block) -> {
                int bit = number + firstBlock(site.shard(), file);
                blocks.put(bit, block.bytes);
                bits[bit >> 3] |= (byte) (1 << (bit & 7));
              });
    }
    out.write(ExchangeWire.have(shard, bits));
    victim.swarm.connected(ends[1]);
    loop.runFor(1_000);
  }

  private static Asset asset(SimVisitor victim, SimSite.File file) {
    Asset asset = victim.assets.withRoot(file.root);
    if (asset == null) {
      throw new IllegalArgumentException("not listed: " + file.path);
    }
    return asset;
  }

  private static int firstBlock(ManifestShard shard, SimSite.File file) {
    for (int entry = 0; entry < shard.entries().size(); entry++) {
      GzipVariant gzip = shard.entries().get(entry).gzip();
      if (shard.entries().get(entry).root().equals(file.root)) {
        return shard.firstBlock(entry);
      }
      if (gzip != null && gzip.root().equals(file.root)) {
        return shard.firstGzipBlock(entry);
      }
    }
    throw new IllegalArgumentException("not listed: " + file.path);
  }

  /** Sends a part of a block in slices. */
  public void send(int number, byte[] block, int from, int to) {
    int at = from;
    do {
      int length = Math.min(ExchangeWire.SLICE_BYTES, to - at);
      out.write(ExchangeWire.slice(shard, number, block, at, length));
      at += length;
    } while (at < to);
  }

  /** Sends any bytes, a frame's or not. */
  public void sendRaw(byte[] bytes) {
    out.write(bytes);
  }

  /** The shard that it claims blocks of. */
  public Cid shard() {
    return shard;
  }

  /** Closes the connection, as a closed tab does. */
  public void die() {
    over = true;
    connection.close();
  }

  /** Whether the connection is over. */
  public boolean isCutOff() {
    return connection.closed().isSettled();
  }

  private void dripFrom(int number, byte[] block, int at, int everyMillis) {
    if (over || isCutOff() || at >= block.length) {
      return;
    }
    out.write(ExchangeWire.slice(shard, number, block, at, 1));
    loop.schedule(everyMillis, () -> dripFrom(number, block, at + 1, everyMillis));
  }

  private void frame(byte[] frame) {
    heard.add(frame);
    if (frame[0] != ExchangeWire.WANT && frame[0] != ExchangeWire.WANT_LARGE) {
      return;
    }
    for (int i = 0; i < ExchangeWire.count(frame); i++) {
      int number = ExchangeWire.number(frame, i);
      byte[] block = blocks.get(number);
      if (block == null) {
        throw new AssertionError("asked for what it never claimed: " + number);
      }
      behaviour.wanted(this, number, Arrays.copyOf(block, block.length));
    }
  }

  @Override
  public void accept(Stream stream) {
    stream.largeMessages();
    stream.receiver(this);
  }

  @Override
  public void data(byte[] bytes) {
    frames.feed(bytes);
  }

  @Override
  public void end() {
    over = true;
  }

  @Override
  public void failed(MeshException reason) {
    over = true;
  }
}
