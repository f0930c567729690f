package dev.weft.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** Tells the site's node what the page's ledger has gained, each minute and when it is left. */
final class Reporter {
  private Reporter() {}

  /** Gives reports. */
  interface Source extends JSObject {
    /** A report of what is new after so many milliseconds, or null when nothing is. */
    @Nullable String report(double millis);
  }

  /** Starts; what is sent when the page is being left goes out too. */
  @JSBody(
      params = {"url", "source"},
      script =
          """
          var since = performance.now(), send = () => {
            var now = performance.now(), report = source.report(now - since);
            since = now;
            if (report) navigator.sendBeacon(url, report);
          };
          setInterval(send, 60000);
          addEventListener('pagehide', send)
          """)
  static native void start(String url, Source source);
}
