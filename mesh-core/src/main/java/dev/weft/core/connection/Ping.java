package dev.weft.core.connection;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The ping protocol (libp2p specs, ping): 32 random bytes, which the far end sends back; as often
 * as the side that opened the stream likes.
 */
public final class Ping {
  /** The protocol's id. */
  public static final String PROTOCOL = "/ipfs/ping/1.0.0";

  /** Length of a ping in bytes. */
  static final int PING_BYTES = 32;

  /** Streams that one connection may have open here (libp2p specs, ping, "Protocol"). */
  static final int MAX_STREAMS = 2;

  /** How long an answer may take. */
  private static final long TIMEOUT_MILLIS = 10_000;

  private final Platform platform;
  private final Map<Connection, Integer> serving = new HashMap<>();

  /** Answers pings through the protocols. */
  public Ping(Platform platform, Protocols protocols) {
    this.platform = platform;
    protocols.handle(PROTOCOL, this::serve);
  }

  /** The time in milliseconds that a ping takes there and back, its stream's opening included. */
  public Promise<Long> measure(Connection connection) {
    Stream stream;
    try {
      stream = connection.open(PROTOCOL);
    } catch (MeshException closed) {
      return Promise.failed(closed);
    }
    Probe probe = new Probe(platform.entropy().bytes(PING_BYTES));
    long sentAt = platform.loop().nowMillis();
    stream.receiver(probe);
    stream.write(probe.expected.clone());
    probe
        .answered
        .within(platform.loop(), TIMEOUT_MILLIS, "ping")
        .then(answered -> stream.finish(), stream::abort);
    return probe.answered.map(answered -> platform.loop().nowMillis() - sentAt);
  }

  private void serve(Stream stream) {
    Connection connection = stream.connection();
    int open = serving.getOrDefault(connection, 0) + 1;
    if (open > MAX_STREAMS) {
      throw MeshException.peer("too-many-streams");
    }
    serving.put(connection, open);
    stream.receiver(new Answerer(stream));
  }

  private void served(Connection connection) {
    int open = serving.getOrDefault(connection, 1) - 1;
    if (open == 0) {
      serving.remove(connection);
    } else {
      serving.put(connection, open);
    }
  }

  /** Sends back what comes, no faster than the far end reads. */
  private final class Answerer implements ByteChannel.Receiver {
    private final Stream stream;

    Answerer(Stream stream) {
      this.stream = stream;
    }

    @Override
    public void data(byte[] bytes) {
      stream.write(bytes);
      if (stream.writable() == 0) {
        stream.pause();
        stream.onWritable(stream::resume);
      }
    }

    @Override
    public void end() {
      served(stream.connection());
      stream.finish();
    }

    @Override
    public void failed(MeshException reason) {
      served(stream.connection());
    }
  }

  private static final class Probe implements ByteChannel.Receiver {
    final byte[] expected;
    final Promise<Boolean> answered = new Promise<>();
    private final byte[] answer = new byte[PING_BYTES];
    private int filled;

    Probe(byte[] expected) {
      this.expected = expected;
    }

    @Override
    public void data(byte[] bytes) {
      if (filled + bytes.length > PING_BYTES) {
        throw MeshException.peer("bad-ping");
      }
      System.arraycopy(bytes, 0, answer, filled, bytes.length);
      filled += bytes.length;
      if (filled == PING_BYTES) {
        if (!Arrays.equals(answer, expected)) {
          throw MeshException.peer("bad-ping");
        }
        answered.resolve(true);
      }
    }

    @Override
    public void end() {
      answered.fail(MeshException.closed("ended before the answer"));
    }

    @Override
    public void failed(MeshException reason) {
      answered.fail(reason);
    }
  }
}
