package dev.weft.e2e.nat;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A visitor's line to the world: {@value #DELAY_MILLIS} ms each way, and {@value #BITS_PER_SECOND}
 * bit/s upwards behind a drop-tail buffer of {@value #BUFFER_MILLIS} ms.
 *
 * <pre>
 * router │ TUN ═ socat ─ UDP ─ this ─ UDP ─ socat ═ TUN │ world
 * </pre>
 *
 * The kernel gives each packet that is sent to a TUN device to socat, which hands it on as one
 * datagram over loopback. Due times are reckoned from when a packet came and not from when its turn
 * was, so a machine that is slow at times does not make the line slower.
 */
final class Uplink implements AutoCloseable {
  /** The rate upwards, IP headers included. */
  static final int BITS_PER_SECOND = 20_000_000;

  private static final int DELAY_MILLIS = 20;
  private static final int BUFFER_MILLIS = 200;
  private static final int MAX_PACKET_BYTES = 1_500;

  /** Asked for, and as much given as the kernel allows: while a process waits for a processor. */
  private static final int SOCKET_BUFFER_BYTES = 1 << 20;

  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

  private final End home;
  private final End world;
  private final Direction up;
  private final Direction down;
  private volatile boolean closed;

  /** Makes the line's devices, which wait to be moved to its ends. */
  Uplink() throws IOException {
    home = new End("h");
    world = new End("w");
    up = new Direction(home, world, (int) (8 * SECONDS.toNanos(1) / BITS_PER_SECOND));
    down = new Direction(world, home, 0);
  }

  /** The device at the visitor's router, until it is renamed. */
  String deviceAtHome() {
    return home.device;
  }

  /** The device at the far end, until it is renamed. */
  String deviceAtWorld() {
    return world.device;
  }

  /** Carries packets from now on; both devices are up, else socat would fail to write. */
  void start() {
    up.start();
    down.start();
  }

  /** What it has carried upwards, for people. */
  @Override
  public String toString() {
    return "%d packets of %d bytes carried, %d dropped"
        .formatted(up.packets.get(), up.bytes.get(), up.dropped.get());
  }

  @Override
  public void close() {
    closed = true;
    home.close();
    world.close();
  }

  /** A packet and when it leaves the line, by {@link System#nanoTime}. */
  private record Due(byte[] packet, long nanos) {}

  /** One way: what comes at an end is due at the other. */
  private final class Direction {
    final AtomicInteger packets = new AtomicInteger();
    final AtomicLong bytes = new AtomicLong();
    final AtomicInteger dropped = new AtomicInteger();
    private final End from;
    private final End to;
    private final int nanosPerByte;
    private final BlockingQueue<Due> line = new LinkedBlockingQueue<>();

    Direction(End from, End to, int nanosPerByte) {
      this.from = from;
      this.to = to;
      this.nanosPerByte = nanosPerByte;
    }

    void start() {
      thread(this::enter);
      thread(this::leave);
    }

    private void enter() throws IOException {
      DatagramPacket packet = new DatagramPacket(new byte[MAX_PACKET_BYTES], MAX_PACKET_BYTES);
      long freeNanos = System.nanoTime();
      while (true) {
        packet.setLength(MAX_PACKET_BYTES);
        from.socket.receive(packet);
        int length = packet.getLength();
        long now = System.nanoTime();
        if (freeNanos - now > MILLISECONDS.toNanos(BUFFER_MILLIS)) {
          dropped.incrementAndGet();
          continue;
        }
        packets.incrementAndGet();
        bytes.addAndGet(length);
        freeNanos = Math.max(freeNanos, now) + length * nanosPerByte;
        byte[] copy = Arrays.copyOf(packet.getData(), length);
        line.add(new Due(copy, freeNanos + MILLISECONDS.toNanos(DELAY_MILLIS)));
      }
    }

    private void leave() throws IOException, InterruptedException {
      while (true) {
        Due due = line.take();
        long left = due.nanos - System.nanoTime();
        while (left > 0) {
          LockSupport.parkNanos(left);
          left = due.nanos - System.nanoTime();
        }
        to.socket.send(new DatagramPacket(due.packet, due.packet.length));
      }
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException over) {
                if (!closed) {
                  throw new IllegalStateException("the line broke", over);
                }
              }
            },
            "uplink");
    thread.setDaemon(true);
    thread.start();
  }

  /** A TUN device, and the socket at which its packets come and go. */
  private static final class End implements AutoCloseable {
    final String device;
    final DatagramSocket socket;
    private final Process socat;

    End(String suffix) throws IOException {
      device = "weft" + ProcessHandle.current().pid() + suffix;
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      socket.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
      int port = socket.getLocalPort();
      String near = "127.0.0.2";
      socket.connect(new InetSocketAddress(near, port));
      socat =
          new ProcessBuilder(
                  "socat",
                  "TUN,iff-no-pi,tun-name=" + device,
                  "UDP4:127.0.0.1:%d,bind=%s:%d,rcvbuf=%d"
                      .formatted(port, near, port, SOCKET_BUFFER_BYTES))
              .inheritIO()
              .start();
      await("device " + device)
          .atMost(START_TIMEOUT)
          .until(() -> Files.exists(Path.of("/sys/class/net", device)));
    }

    @Override
    public void close() {
      socat.destroyForcibly();
      socket.close();
    }
  }
}
