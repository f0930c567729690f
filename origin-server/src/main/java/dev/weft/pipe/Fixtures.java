package dev.weft.pipe;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;

/** The paths that are the server's own and no pipes. */
final class Fixtures {
  private static final String TEXT = "text/plain; charset=utf-8";

  private interface Answer {
    void to(Exchange exchange);
  }

  private final Map<String, Answer> answers;

  Fixtures(String version, Supplier<Metrics> metrics) {
    byte[] icon = Page.resource("pipe.svg");
    byte[] help = Page.resource("help.txt");
    this.answers =
        Map.of(
            "", Page.load("index.html")::answer,
            "help", exchange -> exchange.answer(200, TEXT, help),
            "version", exchange -> exchange.answer(200, TEXT, bytes(version + "\n")),
            "healthz", exchange -> exchange.answer(200, TEXT, bytes("ok\n")),
            "metrics", exchange -> metrics.get().answer(exchange),
            "robots.txt",
                exchange -> exchange.answer(200, TEXT, bytes("User-agent: *\nDisallow: /\n")),
            "favicon.ico",
                exchange -> {
                  exchange.response().getHeaders().put(HttpHeader.CACHE_CONTROL, "max-age=86400");
                  exchange.answer(200, "image/svg+xml", icon);
                });
  }

  boolean has(String path) {
    return answers.containsKey(path);
  }

  /** Answers when the path is one of them. */
  boolean answer(Exchange exchange, String path) {
    Answer answer = answers.get(path);
    if (answer == null) {
      return false;
    }
    answer.to(exchange);
    return true;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
