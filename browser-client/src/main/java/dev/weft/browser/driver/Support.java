package dev.weft.browser.driver;

import dev.weft.browser.js.RTCPeerConnection;
import dev.weft.browser.js.SubtleCrypto;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/** What this browser and page lack for Weft. */
public final class Support {
  private Support() {}

  /**
   * Why nothing can be verified here: {@code insecure-context}, {@code no-webcrypto}, or null when
   * it can. Without that the page is the browser's alone.
   */
  public static @Nullable String lacksVerification() {
    return !isSecure() ? "insecure-context" : SubtleCrypto.isPresent() ? null : "no-webcrypto";
  }

  /** Why no peer can be reached: {@code no-webrtc}, or null when one can. */
  public static @Nullable String lacksPeers() {
    return RTCPeerConnection.isPresent() ? null : "no-webrtc";
  }

  @JSBody(script = "return self.isSecureContext!==false")
  private static native boolean isSecure();
}
