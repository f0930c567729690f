package dev.weft.browser;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * Whether the visitor wants Weft: what the page asks for by {@code data-weft-mode}, what the
 * browser signals, and what the visitor has said, which counts most and is remembered for all pages
 * of the site.
 *
 * <p>Kept in {@code localStorage}: {@code weft-consent} after a yes; {@code weft-off} with the
 * reason after a no.
 */
final class Consent {
  /** The page is to ask, and has no answer yet. */
  static final String UNANSWERED = "unanswered";

  private Consent() {}

  /** Hears what the visitor says in another page of the site. */
  interface Listener extends JSObject {
    /** A yes, when the reason is null, or a no. */
    void said(@Nullable String reason);
  }

  /**
   * Why Weft leaves the page to the browser; null when it need not. {@code switched-off} by {@code
   * ?weft=off} or by the mode {@code off}; {@code refused} or {@code uninstalled} by the visitor;
   * {@code privacy-signal} by Do Not Track or Global Privacy Control; or {@link #UNANSWERED} in the
   * mode {@code ask}.
   */
  @JSBody(
      script =
          """
          var script = document.querySelector('script[data-weft-mode]'),
            mode = script && script.dataset.weftMode,
            no, yes;
          try {
            no = localStorage.getItem('weft-off');
            yes = localStorage.getItem('weft-consent');
          } catch (denied) {}
          return mode == 'off' || new URLSearchParams(location.search).get('weft') == 'off'
            ? 'switched-off'
            : no || (yes ? null
            : navigator.globalPrivacyControl || navigator.doNotTrack == 1 ? 'privacy-signal'
            : mode == 'ask' ? 'unanswered' : null)
          """)
  static native @Nullable String refusal();

  /** Shows the banner, {@code weft-ask.js}, which calls {@code weft.consent}. */
  @JSBody(
      script =
          """
          var named = document.querySelector('script[data-weft-ask]'),
            script = document.createElement('script');
          script.src = named ? named.dataset.weftAsk : '/weft/weft-ask.js';
          document.head.append(script)
          """)
  static native void ask();

  /** Remembers a yes, as far as the browser lets it. */
  @JSBody(
      script =
          """
          try {
            localStorage.removeItem('weft-off');
            localStorage.setItem('weft-consent', 1);
          } catch (denied) {}
          """)
  static native void given();

  /** Remembers a no and its reason, and removes what Weft keeps in this browser. */
  @JSBody(
      params = "reason",
      script =
          """
          try {
            localStorage.removeItem('weft-trust');
            localStorage.removeItem('weft-consent');
            localStorage.setItem('weft-off', reason);
            indexedDB.deleteDatabase('weft');
            caches.delete('weft').catch(() => 0);
          } catch (denied) {}
          """)
  static native void withdrawn(String reason);

  /** Says who hears of the other pages. */
  @JSBody(
      params = "listener",
      script =
          """
          addEventListener('storage', event => {
            if (event.newValue && /^weft-(off|consent)$/.test(event.key))
              listener.said(event.key == 'weft-off' ? event.newValue : null);
          })
          """)
  static native void listen(Listener listener);
}
