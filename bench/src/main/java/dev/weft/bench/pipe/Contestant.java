package dev.weft.bench.pipe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server under measurement: its processes, and how its receivers and its sender are called. */
abstract class Contestant implements AutoCloseable {
  private static final long TICK_MILLIS = 10;
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final String name;
  private final Process process;

  Contestant(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  String name() {
    return name;
  }

  /** Where receivers of that file get it; new for each transfer. */
  abstract String receiverUrl(Path file, int transfer, int receivers);

  /** How it is sent; empty when receivers just fetch it. */
  abstract List<String> senderArguments(Path file, int transfer, int receivers);

  /** The same server, to whose senders curl is given these options too; not to be closed. */
  Contestant with(String difference, String... options) {
    Contestant same = this;
    return new Contestant(name + ", " + difference, process) {
      @Override
      String receiverUrl(Path file, int transfer, int receivers) {
        return same.receiverUrl(file, transfer, receivers);
      }

      @Override
      List<String> senderArguments(Path file, int transfer, int receivers) {
        return Stream.concat(
                Stream.of(options), same.senderArguments(file, transfer, receivers).stream())
            .toList();
      }
    };
  }

  private Stream<Long> processes() {
    return Stream.concat(Stream.of(process.pid()), process.descendants().map(ProcessHandle::pid));
  }

  /** Processor time of all its processes so far, as Linux counts it. */
  Duration cpu() {
    long ticks = processes().mapToLong(Contestant::ticks).sum();
    return Duration.ofMillis(ticks * TICK_MILLIS);
  }

  private static long ticks(long pid) {
    String stat = read(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /** The most memory that its processes ever had resident, in MB. */
  double peakRssMegabytes() {
    return processes().mapToLong(Contestant::peakKibibytes).sum() * 1024 / 1e6;
  }

  private static long peakKibibytes(long pid) {
    return read(Path.of("/proc/" + pid + "/status"))
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException ended) {
      return "0 (ended) 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0";
    }
  }

  /** Waits until it accepts connections. */
  static void awaitPort(Process process, int port) throws IOException {
    long until = System.nanoTime() + START.toNanos();
    while (!accepts(port)) {
      if (ends(process, LOOK) || System.nanoTime() - until > 0) {
        throw new IOException("a server did not start on port " + port);
      }
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Whether the process ends within that time. */
  static boolean ends(Process process, Duration time) throws IOException {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
