package dev.weft.e2e.publish;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody who reads a site page by page, and what each page took from where. */
final class Reader {
  /** Sums what is told of assets from the moment on that the page is ready. */
  private static final String WATCH =
      "addEventListener('DOMContentLoaded', () => weft.ready.then(() => {"
          + " readyAt = performance.now(); since = {peers: 0, cache: 0, origin: 0, httpCache: 0};"
          + " weft.on('asset', ({from}) => { for (const source in since)"
          + " since[source] += from[source]; }); }))";

  /** What the browser took from the network past Weft, of shared files. */
  private static final String DIRECT =
      "shared => performance.getEntriesByType('resource')"
          + ".filter(e => !e.workerStart && e.transferSize && !e.name.includes('#weft')"
          + " && new RegExp(shared).test(new URL(e.name).pathname))"
          + ".reduce((sum, e) => sum + e.decodedBodySize, 0)";

  private final String site;
  private final String shared;
  private final Page page;
  private final List<String> errors = new ArrayList<>();

  /**
   * A first visit.
   *
   * @param shared what paths of shared files match, a regular expression
   */
  Reader(BrowserContext visitor, String site, String shared) {
    this.site = site;
    this.shared = shared;
    visitor.addInitScript(WATCH);
    page = visitor.newPage();
    page.onConsoleMessage(
        said -> {
          if (said.type().equals("error")) {
            errors.add(said.text());
          }
        });
    page.onPageError(errors::add);
  }

  /**
   * What a page took. One that another tab serves is told nothing of it: that tab is.
   *
   * @param path the page's
   * @param readyMillis from the navigation until {@code weft.ready}
   * @param sinceReady bytes by source of what was asked for after that
   * @param all bytes by source of all that went through this page's Weft
   * @param direct bytes of shared files that the browser took past Weft, and its HTTP cache
   */
  record Figures(
      String path,
      int readyMillis,
      Map<String, Number> sinceReady,
      Map<String, Number> all,
      int direct) {}

  /** Follows a link to a page, and saves a file that belongs to it. */
  @SuppressWarnings("unchecked")
  Figures read(String path, String file) {
    if (page.url().startsWith(site)) {
      page.evaluate("url => void (location.href = url)", site + path);
      page.waitForURL(site + path);
    } else {
      page.navigate(site + path);
    }
    PublishedSite.isServed(page);
    page.evaluate("file => fetch(file).then(r => r.text())", file);
    page.waitForFunction("!weft.stats().leads || Object.values(since).some(bytes => bytes)");
    return new Figures(
        path,
        ((Number) page.evaluate("Math.round(readyAt)")).intValue(),
        (Map<String, Number>) page.evaluate("since"),
        (Map<String, Number>) page.evaluate("weft.stats().bytes"),
        ((Number) page.evaluate(DIRECT, shared)).intValue());
  }

  Page page() {
    return page;
  }

  /** What the console had to complain of, and scripts that failed. */
  List<String> errors() {
    return errors;
  }
}
