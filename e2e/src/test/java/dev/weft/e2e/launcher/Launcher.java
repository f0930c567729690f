package dev.weft.e2e.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The script {@code weft}, copied into a house of the test's own, so that what it builds, and
 * whether it builds at all, is the test's choice.
 */
final class Launcher {
  /** The modules whose jars the launcher starts. */
  private static final List<String> SERVERS = List.of("bootstrap-node", "origin-server");

  private static final Path SOURCES = Path.of("..").toAbsolutePath().normalize();

  private final Path house;
  private final Path scratch;
  private final Map<String, String> environment = new HashMap<>();

  private Launcher(Path house, Path scratch) {
    this.house = house;
    this.scratch = scratch;
  }

  /** What a command that has ended left. */
  record Ended(int status, String out, List<String> errorLines) {}

  /** A house where nothing is built and nothing can be: the script alone. */
  static Launcher alone(Path directory) throws IOException {
    Path house = Files.createDirectories(directory.resolve("house"));
    Files.copy(SOURCES.resolve("weft"), house.resolve("weft"), StandardCopyOption.COPY_ATTRIBUTES);
    return new Launcher(house, Files.createDirectories(directory.resolve("scratch")));
  }

  /** A house with the jars that this build has made, and a stamp that says that all is built. */
  static Launcher built(Path directory) throws IOException {
    Launcher launcher = alone(directory);
    for (String module : SERVERS) {
      Files.createDirectories(launcher.house.resolve(module));
      Files.createSymbolicLink(
          launcher.house.resolve(module).resolve("target"),
          SOURCES.resolve(module).resolve("target"));
    }
    Files.createDirectories(launcher.house.resolve("target"));
    Files.createFile(launcher.house.resolve("target").resolve("weft-built"));
    return launcher;
  }

  /** A house with all POMs, as a clone has them, and no other source. */
  static Launcher withPoms(Path directory) throws IOException {
    Launcher launcher = alone(directory);
    launcher.copy("pom.xml");
    launcher.copy(".mvn/jvm.config");
    for (String line : Files.readAllLines(SOURCES.resolve("pom.xml"))) {
      String stripped = line.strip();
      if (stripped.startsWith("<module>")) {
        launcher.copy(stripped.replaceAll("</?module>", "") + "/pom.xml");
      }
    }
    return launcher;
  }

  private void copy(String file) throws IOException {
    Path copy = house.resolve(file);
    Files.createDirectories(copy.getParent());
    Files.copy(SOURCES.resolve(file), copy);
  }

  /** Where the script is. */
  Path house() {
    return house;
  }

  /** Where commands are run: not where the script is. */
  Path scratch() {
    return scratch;
  }

  /** Sets a variable for the commands that follow. */
  Launcher set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Runs a command to its end. */
  Ended run(Duration timeout, String... arguments) throws IOException, InterruptedException {
    try (Running running = start(arguments)) {
      int status = running.awaitEnd(timeout);
      return new Ended(status, running.out(), running.errorLines());
    }
  }

  /** Starts a command that goes on until it is stopped. */
  Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", house.resolve("weft").toString()));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(scratch, "out", "");
    Path err = Files.createTempFile(scratch, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** A command under way; closing kills it. */
  record Running(Process process, Path outFile, Path errorFile) implements AutoCloseable {
    int awaitEnd(Duration timeout) throws InterruptedException, IOException {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "not ended within " + timeout + ":\n" + Files.readString(errorFile));
      }
      return process.exitValue();
    }

    String out() throws IOException {
      return Files.readString(outFile);
    }

    List<String> errorLines() throws IOException {
      return Files.readAllLines(errorFile);
    }

    /** The first line of stdout, or null when there is none yet. */
    @Nullable String firstLine() throws IOException {
      String text = out();
      int end = text.indexOf('\n');
      return end < 0 ? null : text.substring(0, end);
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
