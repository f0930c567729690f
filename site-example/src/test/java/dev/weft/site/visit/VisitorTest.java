package dev.weft.site.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import dev.weft.site.chromium.Chromium;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A visit of a small page in a real Chromium; the page's {@code window.weft} is a stand-in that
 * fetches.
 */
class VisitorTest {
  private static final String PICTURE =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\"></svg>";

  private static final String MADE =
      "<svg xmlns='http://www.w3.org/2000/svg' width='5' height='5'></svg>";

  private static final String WEFT =
      """
      const listeners = [];
      window.weft = {
        ready: Promise.resolve({ state: "mesh", peers: 2 }),
        on: (event, listener) => listeners.push(listener),
        stats: () => ({
          state: "mesh",
          peers: 2,
          bytes: { peers: 70, origin: 0, cache: 0, httpCache: 0 },
          verifyFailures: 1,
          fallbacks: { budget: 3, stalled: 0 },
        }),
      };
      const picture = document.querySelector("[data-weft-src]");
      new IntersectionObserver(async ([entry], observer) => {
        if (!entry.isIntersecting) return;
        observer.disconnect();
        const parts = [];
        const reader = (await fetch(picture.dataset.weftSrc)).body.getReader();
        for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
        picture.src = URL.createObjectURL(new Blob(parts, { type: "image/svg+xml" }));
        listeners.forEach((f) => f({ path: "/late.svg", source: "peers", bytes: 70, millis: 5, fallback: null, from: { peers: 60, origin: 10, cache: 0, httpCache: 0 } }));
      }).observe(picture);
      """;

  private final Map<String, String> files =
      Map.of(
          "/",
              "<!doctype html><script src=weft.js defer></script><img src=first.svg>"
                  + "<p style='height:4000px'></p><img data-weft-src=/late.svg>",
          "/worked",
              """
              <!doctype html><script>
                navigator.serviceWorker.oncontrollerchange = () => {
                  for (const path of ["worked.svg", "made.svg", "left.svg"])
                    document.body.append(Object.assign(new Image(), { src: path }));
                };
                navigator.serviceWorker.register("worker.js");
                const aborter = new AbortController();
                fetch("endless.svg", { signal: aborter.signal }).then(() => aborter.abort());
              </script><body>""",
          "/worker.js",
              """
              onactivate = () => clients.claim();
              onfetch = (event) => {
                const path = new URL(event.request.url).pathname;
                if (path === "/worked.svg") event.respondWith(fetch(event.request));
                if (path === "/made.svg")
                  event.respondWith(new Response(`%s`, { headers: { "Content-Type": "image/svg+xml" } }));
              };
              """
                  .formatted(MADE),
          "/weft.js", WEFT,
          "/worked.svg", PICTURE,
          "/left.svg", PICTURE,
          "/first.svg", PICTURE,
          "/late.svg", PICTURE);

  private final Set<String> userAgents = new ConcurrentSkipListSet<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          byte[] body = files.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
          String type =
              path.endsWith(".svg")
                  ? "image/svg+xml"
                  : path.endsWith(".js") ? "text/javascript" : "text/html";
          userAgents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
          exchange.getResponseHeaders().set("Content-Type", type);
          if (path.equals("/endless.svg")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            return;
          }
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void readsThePageToItsEndAndTellsWhatCameFromWhere() throws IOException, InterruptedException {
    Visit visit = visit("/");

    assertThat(visit.missing()).isEmpty();
    assertThat(visit.readyState()).isEqualTo("mesh");
    assertThat(visit.ledger())
        .isEqualTo(new Ledger("mesh", "", 2, 70, 0, 0, 0, 0, 1, Map.of("budget", 3L)));
    assertThat(visit.arrivals())
        .singleElement()
        .satisfies(
            arrival -> {
              assertThat(arrival.path()).isEqualTo("/late.svg");
              assertThat(arrival.source()).isEqualTo("peers");
              assertThat(arrival.peerBytes()).isEqualTo(60);
              assertThat(arrival.originBytes()).isEqualTo(10);
              assertThat(arrival.fallback()).isEmpty();
            });
    assertThat(visit.transfers())
        .filteredOn(transfer -> transfer.path().endsWith(".svg"))
        .extracting(Transfer::path, Transfer::by, Transfer::decodedBytes)
        .containsExactly(
            tuple("/first.svg", Transfer.By.ELEMENT, (long) PICTURE.length()),
            tuple("/late.svg", Transfer.By.SCRIPT, (long) PICTURE.length()));
    assertThat(userAgents)
        .containsExactly(visit.userAgent())
        .first()
        .asString()
        .endsWith(" WeftVisitor/7");
  }

  @Test
  void tellsWhatTheServiceWorkerAskedForItselfAndWhatWasGivenUp()
      throws IOException, InterruptedException {
    long bytes = PICTURE.length();
    assertThat(visit("/worked").transfers())
        .filteredOn(transfer -> transfer.path().endsWith(".svg"))
        .extracting(Transfer::path, Transfer::by, Transfer::decodedBytes, Transfer::cutOff)
        .containsExactlyInAnyOrder(
            tuple("/worked.svg", Transfer.By.NOBODY, bytes, false),
            tuple("/worked.svg", Transfer.By.WORKER, bytes, false),
            tuple("/made.svg", Transfer.By.NOBODY, (long) MADE.length(), false),
            tuple("/left.svg", Transfer.By.ELEMENT, bytes, false),
            tuple("/endless.svg", Transfer.By.SCRIPT, 0L, true));
  }

  private Visit visit(String path) throws IOException, InterruptedException {
    Path chromium = Chromium.find(System.getenv()).orElseThrow();
    URI page = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    try (Visitor visitor = Visitor.arrive(7, chromium, page)) {
      return visitor.read();
    }
  }
}
