package dev.weft.jvm.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that Jetty refuses by itself, before any handler. */
class Http1Test {
  private static final String HOST = "Host: x\r\n";

  /** Of a connection's buffer, and of nothing else. */
  private static final int INPUT_BYTES = 12_345;

  /** The thread that was told to read on, after the answer, has come back. */
  private final CountDownLatch resumed = new CountDownLatch(1);

  /** The connection's first buffer is back, be it after that thread or before. */
  private final CountDownLatch givenBack = new CountDownLatch(1);

  private final AtomicBoolean first = new AtomicBoolean(true);
  private final ThreadLocal<Boolean> resuming = ThreadLocal.withInitial(() -> false);
  private volatile boolean givingBack;
  private volatile boolean readMeanwhile;

  /** Says when a connection is told to read on. */
  private final class Threads extends QueuedThreadPool {
    @Override
    public void execute(Runnable job) {
      super.execute(job instanceof Connection ? () -> resume(job) : job);
    }

    private void resume(Runnable job) {
      resuming.set(true);
      job.run();
      resuming.set(false);
      resumed.countDown();
    }
  }

  /** Gives the connection's first buffer back only when the connection was told to read on. */
  private final class Buffers extends ByteBufferPool.Wrapper {
    Buffers() {
      super(new ArrayByteBufferPool());
    }

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
      RetainableByteBuffer.Mutable pooled = super.acquire(size, direct);
      if (size != INPUT_BYTES) {
        return pooled;
      }
      ByteBuffer bytes = pooled.getByteBuffer();
      return RetainableByteBuffer.wrap(
          bytes,
          () -> {
            readMeanwhile |= givingBack && resuming.get();
            if (first.compareAndSet(true, false)) {
              giveBackLate();
            }
            pooled.release();
            givenBack.countDown();
          });
    }

    private void giveBackLate() {
      givingBack = true;
      try {
        resumed.await(10, TimeUnit.SECONDS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      givingBack = false;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%zz HTTP/1.1\r\n" + HOST,
        "GET /%00 HTTP/1.1\r\n" + HOST,
        "GET /x HTTP/1.1\r\nBad Header: x\r\n" + HOST,
        "GET /x HTTP/1.1\r\nHost: a b\r\n",
        "GET /x HTTP/1.1\r\n",
        "GET /x HTTP/7.1\r\n" + HOST,
        "PUT /x HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n" + HOST,
        "PUT /x HTTP/1.1\r\nContent-Length: one\r\n" + HOST,
      })
  void areAnsweredWithoutTwoThreadsReadingAtOnce(String head) throws Exception {
    Server server = new Server(new Threads(), null, new Buffers());
    HttpConfiguration http = new HttpConfiguration();
    http.setInputBufferSize(INPUT_BYTES);
    ServerConnector connector = new ServerConnector(server, new Http1(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.start();
    try (Socket socket = new Socket("127.0.0.1", connector.getLocalPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write((head + "\r\n").getBytes(ISO_8859_1));
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .matches("(?s)HTTP/1\\.. (400|505) .*");
      assertThat(resumed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(givenBack.await(10, TimeUnit.SECONDS)).as("a buffer was given back").isTrue();
      assertThat(readMeanwhile).as("another thread read").isFalse();
    } finally {
      server.stop();
    }
  }
}
