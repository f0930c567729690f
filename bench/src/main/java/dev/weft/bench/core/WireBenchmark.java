package dev.weft.bench.core;

import dev.weft.core.crypto.ChaCha20Poly1305;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.core.yamux.YamuxSession;
import dev.weft.testkit.MemoryChannel;
import dev.weft.testkit.VirtualLoop;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Noise and yamux: what is done for the bytes of a connection to a node. */
@State(Scope.Thread)
public class WireBenchmark {
  private static final int MESSAGE_BYTES = 16 * 1024;
  private static final int BODY_BYTES = 1 << 20;
  private static final int PIECE_BYTES = 64 * 1024;

  private final ChaCha20Poly1305 cipher =
      new ChaCha20Poly1305(FormatBenchmark.noise(ChaCha20Poly1305.KEY_BYTES));
  private final byte[] nonce = new byte[ChaCha20Poly1305.NONCE_BYTES];
  private final byte[] text = FormatBenchmark.noise(MESSAGE_BYTES);
  private final byte[] sealed = cipher.seal(nonce, Bytes.NONE, text);
  private final byte[] body = FormatBenchmark.noise(BODY_BYTES);
  private final VirtualLoop loop = new VirtualLoop();
  private final Counter counter = new Counter();
  private @Nullable ByteChannel stream;

  /** A session over a link without delay, and a stream that stays open. */
  @Setup(Level.Trial)
  public void open() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 0, MemoryChannel.UNLIMITED);
    YamuxSession near = new YamuxSession(loop, link.near(), true);
    near.listener(counter);
    new YamuxSession(loop, link.far(), false).listener(counter);
    stream = near.open();
    stream.write(new byte[1]);
    loop.runReady();
  }

  /** A message of 16 KiB. */
  @Benchmark
  public byte[] noiseSeal() {
    return cipher.seal(nonce, Bytes.NONE, text);
  }

  /** The same, checked and opened. */
  @Benchmark
  public byte @Nullable [] noiseOpen() {
    return cipher.open(nonce, Bytes.NONE, sealed);
  }

  /** 1 MiB through a stream, with its window updates, from one end to the other. */
  @Benchmark
  public long yamuxOf1MiB() {
    ByteChannel open = Objects.requireNonNull(stream);
    long until = counter.bytes + BODY_BYTES;
    int sent = 0;
    while (counter.bytes < until) {
      int length = Math.min(PIECE_BYTES, Math.min(BODY_BYTES - sent, open.writable()));
      if (length > 0) {
        open.write(Arrays.copyOfRange(body, sent, sent + length));
        sent += length;
      }
      loop.runReady();
    }
    return counter.bytes;
  }

  private static final class Counter implements Muxer.Listener, ByteChannel.Receiver {
    private long bytes;

    @Override
    public void opened(ByteChannel stream) {
      stream.receiver(this);
    }

    @Override
    public void closed(MeshException reason) {}

    @Override
    public void data(byte[] piece) {
      bytes += piece.length;
    }

    @Override
    public void end() {}

    @Override
    public void failed(MeshException reason) {}
  }
}
