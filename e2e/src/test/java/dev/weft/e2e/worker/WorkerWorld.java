package dev.weft.e2e.worker;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.page.SmallSite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A site without any markup of ours but the script, and visitors whose workers have taken over. */
abstract class WorkerWorld {
  /** More than a page's port and the worker hold on their way, and than the browser reads ahead. */
  static final int FILM_BYTES = 12_000_000;

  /** How often a page of a busy machine may take longer than the worker waits. */
  static final int MAX_LATE = 5;

  /** Fetches a path, and says all that a page sees of the answer but its bytes and the date. */
  static final String HEADERS =
      "path => fetch(path).then(r => r.arrayBuffer().then(body => ({status: r.status, url: r.url,"
          + " bytes: body.byteLength, headers: Object.fromEntries([...r.headers].filter(h => h[0] != 'date'))})))";

  final List<BrowserContext> visitors = new ArrayList<>();
  SmallSite site;

  @BeforeEach
  final void build(@TempDir Path folder) {
    byte[] film = new byte[FILM_BYTES];
    new Random(11).nextBytes(film);
    site =
        new SmallSite(folder)
            .page("<p id=place>")
            .picture("a.png", 300)
            .picture("img/b.png", 40)
            .file("film.bin", film);
  }

  @AfterEach
  final void leave() {
    visitors.forEach(BrowserContext::close);
  }

  /** Somebody who has never been here. */
  final BrowserContext visitor() {
    BrowserContext visitor = Browsers.visitor();
    visitors.add(visitor);
    return visitor;
  }

  /** A first visit, as soon as the page has joined and the worker asks it. */
  final Page visit(House house) {
    return open(visitor(), house);
  }

  /** A page that has joined and that the worker asks. */
  static Page open(BrowserContext visitor, House house) {
    Page page = visitor.newPage();
    page.navigate(house.url());
    isServed(page);
    return page;
  }

  /** A first visit of somebody who has found those who were there before. */
  final Page meet(House house) {
    Page page = visit(house);
    page.waitForFunction("weft.stats().state == 'mesh'");
    return page;
  }

  static void isServed(Page page) {
    page.evaluate("weft.ready");
    page.waitForFunction("weft.stats().worker");
  }

  /** Puts a picture into the page by its ordinary URL, and waits for it. */
  static void show(Page page, String path, int pixels) {
    page.evaluate("path => { place.innerHTML = '<img id=shown src=' + path + '>' }", path);
    page.waitForFunction("pixels => shown.complete && shown.naturalWidth == pixels", pixels);
  }

  static double bytesFrom(Page page, String source) {
    return ((Number) page.evaluate("weft.stats().bytes." + source)).doubleValue();
  }
}
