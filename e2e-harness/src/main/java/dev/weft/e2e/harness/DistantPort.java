package dev.weft.e2e.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A TCP port that leads to another one of this machine as if that were farther away, and counts the
 * round trips of who uses it.
 *
 * <p>Counted are causes, not time. Bytes belong to a flight: what is sent goes with the flight
 * after the last one that has come back, and what comes back belongs to the last flight that had
 * arrived there. A machine that is slow at times so adds nothing; the delay only keeps exchanges
 * that go on side by side in step.
 */
public final class DistantPort implements AutoCloseable {
  private static final Duration USUAL = Duration.ofMillis(100);

  private static final int BUFFER_BYTES = 64 << 10;

  private final long oneWayNanos;
  private final ServerSocket listening;
  private final ScheduledExecutorService line = Executors.newSingleThreadScheduledExecutor();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** When which flight came back first, by Unix time in milliseconds. */
  private final TreeMap<Long, Integer> returns = new TreeMap<>();

  private int arrived;
  private int returned;

  /** A free port that leads nowhere yet, and then to what is 100 ms away, there and back. */
  public DistantPort() throws IOException {
    this(USUAL);
  }

  /** The same, for what is so far away, there and back. */
  public DistantPort(Duration roundTrip) throws IOException {
    oneWayNanos = roundTrip.toNanos() / 2;
    listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    returns.put(0L, 0);
  }

  /** Its number. */
  public int number() {
    return listening.getLocalPort();
  }

  /** From now on it leads to that port; called once. */
  public void leadTo(int port) {
    thread(
        () -> {
          while (true) {
            Socket near = keep(listening.accept());
            Socket far = keep(new Socket(InetAddress.getLoopbackAddress(), port));
            thread(() -> carry(near, far, true));
            thread(() -> carry(far, near, false));
          }
        });
  }

  /** How many flights had come back by then, in Unix milliseconds. */
  public synchronized int roundTripsAt(long unixMillis) {
    return returns.floorEntry(unixMillis).getValue();
  }

  private Socket keep(Socket socket) throws IOException {
    sockets.add(socket);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private void carry(Socket from, Socket to, boolean outward) throws IOException {
    InputStream in = from.getInputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
      byte[] piece = Arrays.copyOf(buffer, length);
      int flight = flight(outward);
      later(
          () -> {
            arrives(outward, flight);
            to.getOutputStream().write(piece);
          });
    }
    later(to::close);
  }

  private synchronized int flight(boolean outward) {
    return outward ? returned + 1 : arrived;
  }

  private synchronized void arrives(boolean outward, int flight) {
    if (outward) {
      arrived = Math.max(arrived, flight);
    } else if (flight > returned) {
      returned = flight;
      returns.put(System.currentTimeMillis(), flight);
    }
  }

  private interface Transfer {
    void run() throws IOException;
  }

  private void later(Transfer transfer) {
    try {
      ScheduledFuture<?> unused =
          line.schedule(() -> quietly(transfer), oneWayNanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      return;
    }
  }

  private static void thread(Transfer work) {
    Thread thread = new Thread(() -> quietly(work), "distant-port");
    thread.setDaemon(true);
    thread.start();
  }

  /** A socket that breaks has told its own side. */
  private static void quietly(Transfer work) {
    try {
      work.run();
    } catch (IOException over) {
      return;
    }
  }

  @Override
  public void close() {
    line.shutdownNow();
    try {
      listening.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
