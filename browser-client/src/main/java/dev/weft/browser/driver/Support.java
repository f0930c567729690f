package dev.weft.browser.driver;

import dev.weft.browser.js.RTCPeerConnection;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/** What this browser and page lack for Weft. */
public final class Support {
  private Support() {}

  /**
   * Why Weft leaves the page to the browser: {@code switched-off} by {@code ?weft=off}, {@code
   * uninstalled} by {@code weft.uninstall()}, or {@code insecure-context} or {@code no-webcrypto}
   * as nothing can be verified; null when it need not.
   */
  @JSBody(
      script =
          """
          var uninstalled;
          try {
            uninstalled = localStorage.getItem('weft-off');
          } catch (denied) {}
          return new URLSearchParams(location.search).get('weft') == 'off' ? 'switched-off'
            : uninstalled ? 'uninstalled'
            : self.isSecureContext === false ? 'insecure-context'
            : self.crypto && crypto.subtle ? null : 'no-webcrypto'
          """)
  public static native @Nullable String lacksVerification();

  /** Why no peer can be reached: {@code no-webrtc}, or null when one can. */
  public static @Nullable String lacksPeers() {
    return RTCPeerConnection.isPresent() ? null : "no-webrtc";
  }
}
