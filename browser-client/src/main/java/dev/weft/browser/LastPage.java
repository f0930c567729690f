package dev.weft.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * What the page before this one, in the same tab, knew: the site's settings and whom it was
 * connected to. With these the next page begins to join before anything has come. In {@code
 * sessionStorage}, which ends with the tab: {@code weft-settings} and {@code weft-peers}.
 */
final class LastPage {
  private LastPage() {}

  /** Takes the id of a peer. */
  interface OnPeer extends JSObject {
    void peer(String id);
  }

  /** The text of the settings, or null. */
  @JSBody(
      script =
          """
          try {
            return sessionStorage.getItem('weft-settings');
          } catch (denied) {
            return null;
          }
          """)
  static native @Nullable String settings();

  /** Gives who was connected, up to the first that is no peer id. */
  @JSBody(
      params = "taker",
      script =
          """
          try {
            sessionStorage.getItem('weft-peers').split(' ').forEach(id => taker.peer(id));
          } catch (none) {}
          """)
  static native void peers(OnPeer taker);

  /** Keeps a text for the next page, under a name. */
  @JSBody(
      params = {"name", "text"},
      script = "try{sessionStorage.setItem(name,text)}catch(denied){}")
  static native void keep(String name, String text);

  /** Forgets both. */
  static void forget() {
    keep("weft-settings", "");
    keep("weft-peers", "");
  }
}
