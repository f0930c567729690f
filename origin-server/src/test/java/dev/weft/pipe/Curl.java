package dev.weft.pipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A curl process: real clients are what the pipe is for. */
final class Curl implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final Path folder;
  private final Process process;

  private Curl(Path folder, Process process) {
    this.folder = folder;
    this.process = process;
  }

  /** Starts a curl without input. */
  static Curl start(String... arguments) {
    return start(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()), arguments);
  }

  /** Starts a curl whose input is a pipe to this process, see {@link #feed}. */
  static Curl fed(String... arguments) {
    return start(ProcessBuilder.Redirect.PIPE, arguments);
  }

  private static Curl start(ProcessBuilder.Redirect input, String... arguments) {
    try {
      Path folder = temporaryFolder();
      List<String> command = new ArrayList<>(List.of("curl", "-sS", "-N"));
      command.addAll(List.of("-D", folder.resolve("head").toString()));
      command.addAll(List.of(arguments));
      Process process =
          new ProcessBuilder(command)
              .redirectInput(input)
              .redirectOutput(folder.resolve("out").toFile())
              .redirectError(folder.resolve("err").toFile())
              .start();
      return new Curl(folder, process);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** What tests read of a curl, also when it is over; goes with this JVM. */
  private static Path temporaryFolder() throws IOException {
    Path folder = Files.createTempDirectory("weft-curl");
    folder.toFile().deleteOnExit();
    for (String file : List.of("head", "out", "err")) {
      folder.resolve(file).toFile().deleteOnExit();
    }
    return folder;
  }

  /** Runs a curl to its end. */
  static Curl run(String... arguments) {
    Curl curl = start(arguments);
    curl.exitCode();
    return curl;
  }

  /** Gives it input. */
  void feed(byte[] bytes) {
    try {
      process.getOutputStream().write(bytes);
      process.getOutputStream().flush();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** The end of its input. */
  void endOfInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** Waits for its end: 0, or what curl's manual says. */
  int exitCode() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("curl still runs; it has read: " + text());
      }
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
    return process.exitValue();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
  }

  /** Stops it for now, so that it reads nothing. */
  void freeze() {
    signal("-STOP");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  byte[] body() {
    try {
      Path out = folder.resolve("out");
      return Files.exists(out) ? Files.readAllBytes(out) : new byte[0];
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  long size() {
    return folder.resolve("out").toFile().length();
  }

  String text() {
    return new String(body(), StandardCharsets.UTF_8);
  }

  /** The lines of text so far, without the signs of life between them. */
  List<String> lines() {
    return text().lines().filter(line -> !line.isBlank() && !line.matches("\\.+")).toList();
  }

  /** All heads of responses so far, informational ones included. */
  String head() {
    try {
      Path head = folder.resolve("head");
      return Files.exists(head) ? Files.readString(head, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  /** The status of the last response; 0 when there is none. */
  int status() {
    int status = 0;
    for (String line : head().lines().toList()) {
      if (line.startsWith("HTTP/")) {
        status = Integer.parseInt(line.split(" ")[1]);
      }
    }
    return status;
  }

  /** A header of the last response. */
  Optional<String> header(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return head()
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
        .map(line -> line.substring(start.length()).trim())
        .reduce((first, second) -> second);
  }

  @Override
  public void close() {
    kill();
  }
}
