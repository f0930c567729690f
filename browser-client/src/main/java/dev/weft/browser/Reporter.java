package dev.weft.browser;

import dev.weft.core.io.EventLoop;
import dev.weft.core.offload.Ledger;
import org.teavm.jso.JSBody;

/** Tells the site's node what the page's ledger has gained, each minute and when it is left. */
final class Reporter {
  private static final int EVERY_MILLIS = 60_000;

  private final EventLoop loop;
  private final String url;
  private final Ledger ledger;
  private final MeshState state;
  private long since;

  Reporter(EventLoop loop, String url, Ledger ledger, MeshState state) {
    this.loop = loop;
    this.url = url;
    this.ledger = ledger;
    this.state = state;
    since = loop.nowMillis();
  }

  void start() {
    loop.schedule(
        EVERY_MILLIS,
        () -> {
          report();
          start();
        });
  }

  /** Sends what is new, if anything is; it also goes out when the page is being left. */
  void report() {
    long now = loop.nowMillis();
    String report = Figures.report(ledger.takeUnreported(), state.peers(), (double) (now - since));
    since = now;
    if (report != null) {
      sendBeacon(url, report);
    }
  }

  @JSBody(
      params = {"url", "report"},
      script = "navigator.sendBeacon(url,report)")
  private static native void sendBeacon(String url, String report);
}
