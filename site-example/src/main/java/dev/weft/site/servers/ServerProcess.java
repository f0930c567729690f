package dev.weft.site.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server of the project in a process of its own. The first line that it prints is its address;
 * what it logs goes to a file. Closing ends it, first politely.
 */
public final class ServerProcess implements AutoCloseable {
  /** A server hashes its whole site before it answers; on a slow machine that takes seconds. */
  private static final long START_SECONDS = 60;

  private static final long POLITE_SECONDS = 5;

  private final String name;
  private final Process process;
  private final Path log;
  private final CompletableFuture<String> address = new CompletableFuture<>();

  private ServerProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts {@code jar} with the Java of this process.
   *
   * @param name what messages call it
   * @param log receives its standard error
   */
  public static ServerProcess start(String name, Path jar, List<String> arguments, Path log)
      throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new IOException(jar + " is not built; run ./weft build");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    ServerProcess server = new ServerProcess(name, process, log);
    Thread reader = new Thread(server::read, name + "-output");
    reader.setDaemon(true);
    reader.start();
    return server;
  }

  /** The first line; waits for it. A server that ends before it is told with the end of its log. */
  public String awaitAddress() throws IOException, InterruptedException {
    try {
      return address.get(START_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IOException(name + " said nothing for " + START_SECONDS + " s; its log: " + log, e);
    } catch (ExecutionException e) {
      throw new IOException(name + " did not start: " + lastWords(), e);
    }
  }

  public String name() {
    return name;
  }

  /** Completes when the process ends, however it ends. */
  public CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /** The last line of its log. */
  public String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.isEmpty() ? "it logged nothing" : lines.get(lines.size() - 1);
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(POLITE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        address.complete(line.strip());
      }
      address.completeExceptionally(new IOException("ended"));
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
  }
}
