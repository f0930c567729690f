package dev.weft.site.chromium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with a profile of its own, which goes when it is closed. */
public final class Chromium implements AutoCloseable {
  /** Names under which distributions install it, tried in this order. */
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--no-default-browser-check",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-extensions",
          "--disable-background-timer-throttling",
          "--disable-backgrounding-occluded-windows",
          "--disable-renderer-backgrounding",
          "--disable-dev-shm-usage",
          "--mute-audio",
          "--remote-debugging-port=0",
          "--window-size=1280,900");

  private static final long START_SECONDS = 30;
  private static final long POLL_MILLIS = 20;
  private static final long END_SECONDS = 5;

  /**
   * Processes of the browser may write into the profile for a moment after they were told to go.
   */
  private static final int DELETE_ATTEMPTS = 50;

  private final Process process;
  private final Path profile;
  private final HttpClient http = HttpClient.newHttpClient();

  private Chromium(Process process, Path profile) {
    this.process = process;
    this.profile = profile;
  }

  /**
   * The browser to use: {@code WEFT_CHROMIUM} when it is set, else the first known name on {@code
   * PATH}.
   */
  public static Optional<Path> find(Map<String, String> environment) {
    String named = environment.get("WEFT_CHROMIUM");
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named)).filter(Files::isExecutable);
    }
    String[] folders = environment.getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1);
    return NAMES.stream()
        .flatMap(name -> Stream.of(folders).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts {@code executable} with an empty profile and one empty page. */
  public static Chromium launch(Path executable, String... furtherFlags)
      throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory("weft-visitor-");
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(FLAGS);
    command.addAll(List.of(furtherFlags));
    if ("root".equals(System.getProperty("user.name"))) {
      command.add("--no-sandbox");
    }
    command.add("--user-data-dir=" + profile);
    command.add("about:blank");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Chromium chromium = new Chromium(process, profile);
    try {
      chromium.awaitPort();
      return chromium;
    } catch (IOException | InterruptedException e) {
      chromium.close();
      throw e;
    }
  }

  /** A session with the page that the browser opened. */
  public DevTools page() throws IOException, InterruptedException {
    URI list = URI.create("http://127.0.0.1:" + awaitPort() + "/json/list");
    HttpResponse<String> answer =
        http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString());
    for (JsonNode target : new ObjectMapper().readTree(answer.body())) {
      if (target.path("type").asText().equals("page")) {
        return DevTools.connect(http, URI.create(target.path("webSocketDebuggerUrl").asText()));
      }
    }
    throw new DevToolsException("Chromium has no page");
  }

  /** Ends the browser with all its processes and deletes its profile. */
  @Override
  public void close() {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    process.destroy();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      family.forEach(ProcessHandle::destroyForcibly);
      CompletableFuture.allOf(
              family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      family.forEach(ProcessHandle::destroyForcibly);
    } catch (ExecutionException | TimeoutException e) {
      System.err.println("weft: a process of Chromium does not end: " + e);
    }
    deleteProfile();
  }

  /** Chromium writes the port that it took into a file of its profile. */
  private String awaitPort() throws IOException, InterruptedException {
    Path file = profile.resolve("DevToolsActivePort");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw new DevToolsException("Chromium ended at once, with status " + process.exitValue());
      }
      String port = readPort(file);
      if (port != null) {
        return port;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    throw new DevToolsException("Chromium did not start within " + START_SECONDS + " s");
  }

  private static @Nullable String readPort(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.size() >= 2 ? lines.get(0) : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private void deleteProfile() {
    for (int attempt = 0; attempt < DELETE_ATTEMPTS && Files.exists(profile); attempt++) {
      try (Stream<Path> files = Files.walk(profile)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | java.io.UncheckedIOException e) {
        if (attempt == DELETE_ATTEMPTS - 1) {
          System.err.println("weft: could not delete " + profile + ": " + e.getMessage());
        }
        java.util.concurrent.locks.LockSupport.parkNanos(
            TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
      }
    }
  }
}
