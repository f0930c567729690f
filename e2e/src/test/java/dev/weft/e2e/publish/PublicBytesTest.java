package dev.weft.e2e.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.e2e.page.SmallSite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server says of its files, and what becomes of them in the mesh. */
class PublicBytesTest {
  private static final List<String> PRIVATE =
      List.of("cookie", "private", "no-store", "vary", "policy", "members", "moved");

  private static final String[] DIRECTIVES = {
    "gzip_vary on; gzip on; gzip_types text/css;",
    "location /img/ { add_header Cache-Control 'max-age=60'; add_header Content-Language de; }",
    "location = /cookie.js { add_header Set-Cookie id=1; }",
    "location = /private.js { add_header Cache-Control 'max-age=9, private'; }",
    "location = /no-store.js { add_header Cache-Control no-store; }",
    "location = /vary.js { add_header Vary Cookie; }",
    "location = /policy.js { add_header Content-Security-Policy sandbox; }",
    "location = /members.js { deny all; }",
    "location = /moved.js { return 302 /public.js; }"
  };

  private static final String HEADERS =
      "path => fetch(path).then(async r => ({status: r.status, bytes: (await r.blob()).size,"
          + " headers: Object.fromEntries([...r.headers].filter(h =>"
          + " !/^(date|server|connection|content-encoding)$/.test(h[0])))}))";

  @TempDir Path folder;
  @TempDir Path home;

  private PublishedSite open() throws Exception {
    SmallSite files = new SmallSite(folder).page("<p id=place>").picture("img/b.png", 40);
    files.file("public.js", "let open = 'public';\n").file("s.css", "p {color: red}\n");
    PRIVATE.forEach(name -> files.file(name + ".js", "let mine = '" + name + "';\n"));
    PublishedSite site = PublishedSite.open(folder, home, DIRECTIVES);
    String said = site.publish("--server", site.nginx().url());
    assertThat(said).contains(": 3 files with");
    return site;
  }

  @Test
  void headersAreTheSameWithAndWithout() throws Exception {
    try (PublishedSite site = open()) {
      Page with = site.visit();
      PublishedSite.isServed(with);
      Page without = site.open(site.visitor(), "/?weft=off");
      for (String path : List.of("/img/b.png", "/public.js", "/s.css")) {
        Map<?, ?> expected = (Map<?, ?>) without.evaluate(HEADERS, path);
        assertThat(with.evaluate(HEADERS, path)).as(path).isEqualTo(expected);
        assertThat((Map<?, ?>) expected.get("headers")).hasSizeGreaterThan(3);
      }
      Visitors.counted(with, 3);
    }
  }

  @Test
  void privateAnswersComeFromTheServerAlone() throws Exception {
    try (PublishedSite site = open()) {
      for (int visitor = 1; visitor <= 2; visitor++) {
        Page page = visitor == 1 ? site.visit() : site.meet();
        PublishedSite.isServed(page);
        for (String name : PRIVATE) {
          String path = "/" + name + ".js";
          page.evaluate("path => fetch(path).then(r => r.blob()).then(b => b.size)", path);
          page.evaluate("path => weft.fetch(path).then(r => r.blob()).then(b => b.size)", path);
        }
        assertThat(page.evaluate("weft.stats().assets")).isEqualTo(0);
        page.evaluate("fetch('/public.js').then(r => r.blob()).then(b => b.size)");
        Visitors.counted(page, 1);
        assertThat(page.evaluate("weft.stats().bytes.peers"))
            .isEqualTo(visitor == 1 ? 0 : "let open = 'public';\n".length());
      }
    }
  }
}
