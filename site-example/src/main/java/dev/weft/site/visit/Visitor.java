package dev.weft.site.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.site.chromium.Chromium;
import dev.weft.site.chromium.DevTools;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A reader with a browser of their own: opens a page cold, looks at its top, scrolls to its end,
 * plays its films, and stays, as a peer of later visitors, until closed.
 */
public final class Visitor implements AutoCloseable {
  /** How long a reader looks at the first screen. */
  private static final long LOOK_MILLIS = 1500;

  /** How long a reader looks at each further one, and how far they scroll. */
  private static final long READ_MILLIS = 500;

  private static final double SCROLL_SHARE = 0.8;

  /** Scrolls at most this often; a page without end is not read to its end. */
  private static final int MAX_SCROLLS = 200;

  private static final long LOAD_SECONDS = 60;
  private static final long COMPLETE_SECONDS = 45;
  private static final long POLL_MILLIS = 50;

  private final int number;
  private final Chromium chromium;
  private final DevTools page;
  private final URI url;
  private final NetworkLog network;
  private final CountDownLatch loaded = new CountDownLatch(1);

  private Visitor(int number, Chromium chromium, DevTools page, URI url) {
    this.number = number;
    this.chromium = chromium;
    this.page = page;
    this.url = url;
    network = new NetworkLog(page, url);
    page.on("Page.loadEventFired", event -> loaded.countDown());
  }

  /** Starts a browser for {@code url}; nothing is loaded yet. */
  public static Visitor arrive(int number, Path executable, URI url)
      throws IOException, InterruptedException {
    Chromium chromium = Chromium.launch(executable, "--user-agent=" + userAgent(number));
    try {
      return new Visitor(number, chromium, chromium.page(), url);
    } catch (IOException | InterruptedException e) {
      chromium.close();
      throw e;
    }
  }

  /** Of the whole browser: a service worker's requests are this visitor's too. */
  private static String userAgent(int number) {
    return "Mozilla/5.0 (X11; Linux x86_64) Chrome WeftVisitor/" + number;
  }

  /**
   * Reads the page from top to end; a picture or film that never comes is told as missing, not
   * thrown.
   */
  public Visit read() throws IOException, InterruptedException {
    page.call("Network.enable");
    page.followWorkers("Network.enable");
    page.call("Page.enable");
    page.call(
        "Page.addScriptToEvaluateOnNewDocument", DevTools.parameters().put("source", recorder()));
    JsonNode navigation =
        page.call("Page.navigate", DevTools.parameters().put("url", url.toString()));
    if (navigation.has("errorText")) {
      throw new IOException(url + " cannot be opened: " + navigation.path("errorText").asText());
    }
    if (!loaded.await(LOAD_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException(url + " did not load within " + LOAD_SECONDS + " s");
    }
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    scrollToEnd();
    page.evaluate("weftVisit.play()");
    awaitTruth("weftVisit.missing().length === 0 && weftVisit.played() === weftVisit.films()");
    return settled();
  }

  @Override
  public void close() {
    page.close();
    chromium.close();
  }

  private void scrollToEnd() throws IOException, InterruptedException {
    for (int i = 0; i < MAX_SCROLLS; i++) {
      if (page.evaluate("weftVisit.scroll(" + SCROLL_SHARE + ")").asBoolean()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(READ_MILLIS);
    }
  }

  private void awaitTruth(String expression) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMPLETE_SECONDS);
    while (!page.evaluate(expression).asBoolean() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /** The visit when no bytes are under way any more and the ledger has them all. */
  private Visit settled() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(COMPLETE_SECONDS);
    while (true) {
      boolean quiet = network.isQuiet();
      Visit visit = result();
      if ((quiet && visit.isSettled()) || System.nanoTime() >= deadline) {
        return visit;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private Visit result() throws IOException, InterruptedException {
    JsonNode result = page.evaluate("weftVisit.result()");
    List<Arrival> arrivals = new ArrayList<>();
    for (JsonNode asset : result.path("assets")) {
      arrivals.add(
          new Arrival(
              asset.path("path").asText(),
              asset.path("source").asText(),
              asset.path("bytes").asLong(),
              asset.path("from").path("peers").asLong(),
              asset.path("from").path("origin").asLong(),
              asset.path("askedAt").asDouble(),
              asset.path("millis").asDouble(),
              asset.path("fallback").asText()));
    }
    List<String> missing = new ArrayList<>();
    page.evaluate("weftVisit.missing()").forEach(path -> missing.add(path.asText()));
    JsonNode ready = result.path("ready");
    return new Visit(
        number,
        userAgent(number),
        ready.path("state").asText(""),
        ready.path("at").asDouble(),
        result.path("loadMillis").asDouble(),
        result.path("now").asDouble(),
        Ledger.of(result.path("stats")),
        arrivals,
        network.transfers(result.path("navigationStart").asDouble()),
        missing);
  }

  private static String recorder() throws IOException {
    try (InputStream script = Visitor.class.getResourceAsStream("recorder.js")) {
      if (script == null) {
        throw new IOException("recorder.js is not in the jar");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
