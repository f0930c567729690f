package dev.weft.e2e.hostile;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.harness.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The visitors of a site, each with a browser context of its own; they leave together. */
public final class Visitors implements AutoCloseable {
  /** Gets a path by {@code weft.fetch}; the SHA-256 of what came, in hex. */
  public static final String FETCH =
      "p => weft.fetch(p).then(r => r.arrayBuffer())"
          + ".then(b => crypto.subtle.digest('SHA-256', b))"
          + ".then(d => [...new Uint8Array(d)].map(x => x.toString(16).padStart(2, '0')).join(''))";

  /** Whether there are so many blocks in the cache of the site, and records of as many. */
  private static final String KEEPS =
      "async expected => { await weft.ready;"
          + " const blocks = (await (await caches.open('weft')).keys()).length,"
          + " until = asked => new Promise(done => asked.onsuccess = () => done(asked.result)),"
          + " base = await until(indexedDB.open('weft', 1)),"
          + " records = await until(base.transaction('blocks').objectStore('blocks').count());"
          + " base.close(); return blocks == expected && records == expected }";

  private final List<BrowserContext> contexts = new ArrayList<>();

  /** A page of the site that has just been opened, in which these scripts ran before all others. */
  public Page visit(House house, String... scripts) {
    return visit(house, context -> List.of(scripts).forEach(context::addInitScript));
  }

  /** An empty page in a context that was prepared so. */
  public Page come(Consumer<BrowserContext> preparation) {
    BrowserContext context = Browsers.visitor();
    contexts.add(context);
    preparation.accept(context);
    return context.newPage();
  }

  /** A page of the site in a context that was prepared so. */
  public Page visit(House house, Consumer<BrowserContext> preparation) {
    Page page = come(preparation);
    page.navigate(house.url() + "/");
    page.evaluate("partings = []; void weft.on('peer', p => p.open || partings.push(p.faults))");
    return page;
  }

  /** The same, once it is connected to a peer. */
  public Page meet(House house, String... scripts) {
    Page page = visit(house, scripts);
    page.waitForFunction("weft.stats().state == 'mesh'");
    return page;
  }

  /** What the page held against the first peer that went, once one has gone. */
  public static int faults(Page page) {
    page.waitForFunction("partings.length");
    return (int) page.evaluate("partings[0]");
  }

  /**
   * Waits until so many assets are in the page's figures: one is counted when all requests for it
   * have ended and what they brought is verified, which may be after the page has it.
   */
  public static void counted(Page page, int assets) {
    page.waitForFunction("assets => weft.stats().assets == assets", assets);
  }

  /**
   * Waits until so many blocks are written, and records of as many, of a page that runs: who asks
   * for its database before it has made that breaks it.
   */
  public static void keeps(Page page, int blocks) {
    Kept.awaitTrue(page, KEEPS, blocks);
  }

  /** Bytes that the page's JavaScript has in use after a collection, buffers included. */
  public static long heapBytes(Page page) {
    CDPSession devTools = page.context().newCDPSession(page);
    devTools.send("HeapProfiler.collectGarbage");
    JsonObject usage = devTools.send("Runtime.getHeapUsage");
    devTools.detach();
    return usage.get("usedSize").getAsLong() + usage.get("backingStorageSize").getAsLong();
  }

  @Override
  public void close() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
  }
}
