package dev.weft.browser.driver;

import dev.weft.browser.js.RTCPeerConnection;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/** What this browser and page lack for Weft. */
public final class Support {
  private Support() {}

  /** Why nothing can be verified: {@code insecure-context} or {@code no-webcrypto}, or null. */
  @JSBody(
      script =
          """
          return self.isSecureContext === false ? 'insecure-context'
            : self.crypto && crypto.subtle ? null : 'no-webcrypto'
          """)
  public static native @Nullable String lacksVerification();

  /** Why no peer can be reached: {@code no-webrtc}, or null when one can. */
  public static @Nullable String lacksPeers() {
    return RTCPeerConnection.isPresent() ? null : "no-webrtc";
  }
}
