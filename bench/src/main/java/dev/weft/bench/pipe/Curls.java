package dev.weft.bench.pipe;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One transfer by curl processes. */
final class Curls {
  /** Receivers that start with the sender would measure how fast processes start. */
  private static final Duration GATHER = Duration.ofSeconds(1);

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private Curls() {}

  /** Sends that file through that server to so many receivers, or has them fetch it. */
  static Load transfer(
      Contestant server, Path file, int transfer, int receivers, String... senderOptions)
      throws IOException {
    boolean sent = !server.senderArguments(file, transfer, receivers).isEmpty();
    List<Process> all = new ArrayList<>();
    if (sent) {
      start(all, receivers, server.receiverUrl(file, transfer, receivers));
      if (Contestant.ends(all.get(0), GATHER)) {
        throw new IOException("a receiver did not wait for the sender");
      }
    }
    Duration cpuBefore = server.cpu();
    long begun = System.nanoTime();
    if (sent) {
      List<String> arguments = new ArrayList<>(List.of(senderOptions));
      arguments.addAll(server.senderArguments(file, transfer, receivers));
      all.add(curl(arguments));
    } else {
      start(all, receivers, server.receiverUrl(file, transfer, receivers));
    }
    await(all);
    Duration wall = Duration.ofNanos(System.nanoTime() - begun);
    return new Load(wall, server.cpu().minus(cpuBefore));
  }

  /** Receivers fetch from the sender itself, one after the other. */
  static Duration oneByOne(Contestant server, Path file, int receivers, String rate)
      throws IOException {
    long begun = System.nanoTime();
    for (int i = 0; i < receivers; i++) {
      String url = server.receiverUrl(file, i, receivers);
      await(List.of(curl(List.of("--limit-rate", rate, "-o", "/dev/null", url))));
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static void start(List<Process> all, int receivers, String url) throws IOException {
    for (int i = 0; i < receivers; i++) {
      all.add(curl(List.of("-o", "/dev/null", url)));
    }
  }

  private static Process curl(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "-f"));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void await(List<Process> all) throws IOException {
    try {
      for (Process each : all) {
        if (!each.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || each.exitValue() != 0) {
          all.forEach(Process::destroyForcibly);
          throw new IOException("a curl failed or took longer than " + LIMIT);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
