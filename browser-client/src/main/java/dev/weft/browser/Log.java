package dev.weft.browser;

import org.teavm.jso.JSBody;

/** The console: one quiet line at the start, and every decision with {@code ?weft=debug}. */
final class Log {
  private final boolean debug = mode().equals("debug");

  /** What the page's URL says in {@code ?weft=}; empty when it says nothing. */
  @JSBody(script = "return new URLSearchParams(location.search).get('weft')||''")
  static native String mode();

  /** Says something for everybody who looks. */
  @JSBody(params = "line", script = "console.info('weft: '+line)")
  static native void say(String line);

  /** Says something for who debugs. */
  void debug(String line) {
    if (debug) {
      say(line);
    }
  }
}
