package dev.weft.bench.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.bench.Rest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody who has never been at the site and opens a page of it.
 *
 * @param millis how long each asset took, by when it was asked for
 * @param fromPeers bytes that came from peers, of all that were asked for once ready; 0 without
 *     Weft
 */
record Visit(Map<Moment, List<Double>> millis, double fromPeers) {
  /** A page that takes so long to open or to join is broken. */
  private static final double WAIT_MILLIS = 20_000;

  private static final String JOINED =
      "peers => weft.stats().state == 'mesh' && weft.stats().worker && weft.stats().peers >= peers";

  private static final String FROM_PEERS =
      "before => { const now = weft.stats().bytes; const of = s => now[s] - before[s];"
          + " return of('peers') / (of('peers') + of('origin')) }";

  /**
   * Visits.
   *
   * @param site the site's URL
   * @param peers how many are to be connected before anything is asked for
   */
  static Visit with(Browser browser, String site, int peers) {
    try (BrowserContext visitor = newcomer(browser)) {
      Page page = open(visitor, site + PageSite.WITH);
      List<Double> first = first(page);
      page.waitForFunction(JOINED, peers);
      Object before = page.evaluate("weft.stats().bytes");
      List<Double> asked = asked(page);
      double fromPeers = ((Number) page.evaluate(FROM_PEERS, before)).doubleValue();
      return new Visit(byMoment(first, asked), fromPeers);
    }
  }

  /** Visits the same page without Weft. */
  static Visit without(Browser browser, String site) {
    try (BrowserContext visitor = newcomer(browser)) {
      Page page = open(visitor, site + PageSite.WITHOUT);
      List<Double> first = first(page);
      return new Visit(byMoment(first, asked(page)), 0);
    }
  }

  /** How long each asset took that was asked for then, in milliseconds. */
  List<Double> times(Moment moment) {
    return millis.getOrDefault(moment, List.of());
  }

  private static BrowserContext newcomer(Browser browser) {
    BrowserContext visitor = browser.newContext();
    visitor.setDefaultTimeout(WAIT_MILLIS);
    return visitor;
  }

  private static Page open(BrowserContext visitor, String url) {
    Page page = visitor.newPage();
    Rest.await(page);
    page.navigate(url);
    return page;
  }

  @SuppressWarnings("unchecked") // numbers, as visit.js gives them
  private static List<Double> times(Object times) {
    return ((List<Number>) times).stream().map(Number::doubleValue).toList();
  }

  private static List<Double> first(Page page) {
    return times(page.evaluate("paths => visit.loaded(paths)", PageSite.first()));
  }

  private static List<Double> asked(Page page) {
    return times(page.evaluate("lists => visit.asks(lists)", PageSite.screens()));
  }

  private static Map<Moment, List<Double>> byMoment(List<Double> first, List<Double> asked) {
    Map<Moment, List<Double>> millis = new EnumMap<>(Moment.class);
    millis.put(Moment.LOADING, first);
    millis.put(Moment.READY, asked);
    return millis;
  }
}
