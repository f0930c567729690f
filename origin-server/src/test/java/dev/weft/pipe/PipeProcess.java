package dev.weft.pipe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code weft pipe} as a process of its own, for what only a process can show. */
final class PipeProcess implements AutoCloseable {
  final Process process;
  final String url;
  private final Path err;

  PipeProcess(Path folder, String... options) {
    try {
      err = Files.createTempFile(folder, "pipe", ".err");
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx128m",
                  // What would keep something on a disk fails.
                  "-Djava.io.tmpdir=" + folder.resolve("none"),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.weft.pipe.server.Main",
                  "--port",
                  "0"));
      command.addAll(List.of(options));
      process = new ProcessBuilder(command).redirectError(err.toFile()).start();
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      url = String.valueOf(out.readLine());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  String url(String path) {
    return url + "/" + path;
  }

  /** All that it has logged. */
  String log() {
    try {
      return Files.readString(err);
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}
