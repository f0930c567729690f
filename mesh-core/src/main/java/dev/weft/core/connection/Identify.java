package dev.weft.core.connection;

import dev.weft.core.crypto.PeerRecord;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.protobuf.Delimited;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The identify protocol and its push (libp2p specs, identify).
 *
 * <ul>
 *   <li><b>On the wire.</b> The side that is asked writes one {@link IdentifyMessage} after its
 *       length and finishes; long ones may come in up to ten parts, which count as one. A push is
 *       the same on a stream that the pusher opens.
 *   <li><b>A connection</b> is asked when somebody wants to know, by {@link #ask}; nothing here
 *       asks by itself.
 *   <li><b>The node</b> answers on all connections, limited ones too, with its addresses of the
 *       moment, signed.
 * </ul>
 */
public final class Identify {
  /** The protocol's id. */
  public static final String PROTOCOL = "/ipfs/id/1.0.0";

  /** The push protocol's id. */
  public static final String PUSH_PROTOCOL = "/ipfs/id/push/1.0.0";

  /** How long an answer may take. */
  private static final long TIMEOUT_MILLIS = 10_000;

  /** Most parts of one message; js-libp2p has the same bound. */
  private static final int MAX_PARTS = 10;

  private final Platform platform;
  private final Identity identity;
  private final Protocols protocols;
  private final Supplier<List<Multiaddr>> addresses;
  private final String agentVersion;
  private long sequence;
  private List<Multiaddr> sealedAddresses = List.of();
  private @Nullable Promise<byte[]> sealed;

  /**
   * Answers and takes pushes through the protocols.
   *
   * @param addresses where the node can be reached now
   * @param agentVersion the name and version of this software
   */
  public Identify(
      Platform platform,
      Identity identity,
      Protocols protocols,
      Supplier<List<Multiaddr>> addresses,
      String agentVersion) {
    this.platform = platform;
    this.identity = identity;
    this.protocols = protocols;
    this.addresses = addresses;
    this.agentVersion = agentVersion;
    protocols.handleOnLimited(PROTOCOL, this::tell);
    protocols.handleOnLimited(PUSH_PROTOCOL, this::ignore);
  }

  /** Says who hears of the peers' pushes, which are not read otherwise. */
  public void onPush(BiConsumer<Connection, IdentifyMessage> listener) {
    protocols.handleOnLimited(
        PUSH_PROTOCOL,
        stream -> {
          read(stream).then(message -> listener.accept(stream.connection(), message), reason -> {});
          stream.finish();
        });
  }

  /**
   * Asks the far end who it is. Fails with code {@code bad-identify} when it shows another key than
   * in the handshake.
   */
  public Promise<IdentifyMessage> ask(Connection connection) {
    Stream stream;
    try {
      stream = connection.open(PROTOCOL);
    } catch (MeshException closed) {
      return Promise.failed(closed);
    }
    stream.finish();
    return read(stream);
  }

  /** Tells the far end that something has changed: sends the whole message. */
  public void push(Connection connection) {
    Stream stream = connection.open(PUSH_PROTOCOL);
    stream.receiver(new Drain());
    tell(stream, false);
  }

  private void ignore(Stream stream) {
    stream.receiver(new Drain());
    stream.finish();
  }

  private void tell(Stream stream) {
    stream.receiver(new Drain());
    tell(stream, true);
  }

  private void tell(Stream stream, boolean asked) {
    List<Multiaddr> own = addresses.get();
    record(own)
        .then(
            record -> {
              IdentifyMessage message =
                  new IdentifyMessage(
                      identity.publicKey(),
                      own,
                      protocols.served(),
                      asked ? stream.connection().remoteAddress() : null,
                      agentVersion,
                      record);
              stream.write(Delimited.frame(message.encode()));
              stream.finish();
            },
            stream::abort);
  }

  /** The signed record of the addresses: signed once, for a peer may ask as often as it likes. */
  private Promise<byte[]> record(List<Multiaddr> own) {
    Promise<byte[]> record = sealed;
    if (record == null || !isSame(own, sealedAddresses)) {
      sequence = Math.max(sequence + 1, platform.loop().unixSeconds());
      record = new PeerRecord(identity.peerId(), sequence, own).seal(identity.signer());
      sealed = record;
      sealedAddresses = own;
    }
    return record;
  }

  private static boolean isSame(List<Multiaddr> one, List<Multiaddr> other) {
    boolean same = one.size() == other.size();
    for (int i = 0; same && i < one.size(); i++) {
      same = one.get(i).equals(other.get(i));
    }
    return same;
  }

  private Promise<IdentifyMessage> read(Stream stream) {
    MessageReader reader = new MessageReader(stream);
    stream.receiver(reader);
    reader
        .result
        .within(platform.loop(), TIMEOUT_MILLIS, "identify")
        .then(message -> {}, stream::abort);
    return reader.result;
  }

  /** Gathers a message's parts until the far end finishes. */
  private static final class MessageReader implements ByteChannel.Receiver {
    final Promise<IdentifyMessage> result = new Promise<>();
    private final Stream stream;
    private final Delimited delimited = new Delimited(IdentifyMessage.MAX_BYTES, this::part);
    private byte[] message = {};
    private int parts;

    MessageReader(Stream stream) {
      this.stream = stream;
    }

    /** Protobuf messages merge by standing one after the other. */
    private void part(byte[] part) {
      if (++parts > MAX_PARTS || message.length + part.length > IdentifyMessage.MAX_BYTES) {
        throw MeshException.peer("bad-identify");
      }
      message = parts == 1 ? part : Bytes.join(message, part);
    }

    @Override
    public void data(byte[] bytes) {
      delimited.feed(bytes);
    }

    @Override
    public void end() {
      try {
        IdentifyMessage read = IdentifyMessage.decode(message);
        if (parts == 0
            || !delimited.atBoundary()
            || (read.publicKey() != null
                && !read.publicKey().peerId().equals(stream.connection().remotePeer()))) {
          throw MeshException.peer("bad-identify");
        }
        result.resolve(read);
      } catch (MeshException refused) {
        result.fail(refused);
      }
    }

    @Override
    public void failed(MeshException reason) {
      result.fail(reason);
    }
  }

  /** A direction whose bytes, if any come, nobody wants; an end is no news. */
  private static final class Drain implements ByteChannel.Receiver {
    @Override
    public void data(byte[] bytes) {}

    @Override
    public void end() {}

    @Override
    public void failed(MeshException reason) {}
  }
}
