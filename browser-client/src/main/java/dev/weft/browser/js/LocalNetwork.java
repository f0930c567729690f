package dev.weft.browser.js;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * Whether peers in the visitor's own network may be reached. Browsers begin to ask the visitor
 * before a page of the public internet reaches into it (Local Network Access, WICG), and do not say
 * whether they do so for WebRTC.
 */
public final class LocalNetwork {
  private LocalNetwork() {}

  /**
   * A promise that is kept when they may, and never else.
   *
   * <p>By itself, with an option other than {@code on} and {@code off}, it never makes the browser
   * ask: they may where the visitor has agreed, where the page is of this machine, and where the
   * browser does not ask. The latter is tried by a connection of two ends in a frame that has no
   * leave to ask; it takes some 50 ms, and is given up after 10 s.
   */
  @JSBody(
      params = "option",
      script =
          """
          var attempt = keep => {
            var frame = document.createElement('iframe');
            frame.hidden = true;
            frame.allow = "local-network-access 'none';local-network 'none'";
            document.documentElement.append(frame);
            var ends = [0, 1].map(() => new frame.contentWindow.RTCPeerConnection()),
              end = () => frame.remove(),
              tell = (from, to) => {
                from.onicecandidate = event => to.addIceCandidate(event.candidate).catch(() => 0);
                return from.setLocalDescription().then(() => to.setRemoteDescription(from.localDescription));
              };
            setTimeout(end, 10000);
            ends[0].createDataChannel('').onopen = () => {
              keep();
              end();
            };
            tell(ends[0], ends[1]).then(() => tell(ends[1], ends[0])).catch(end);
          };
          return new Promise(keep => {
            if (option == 'off') return;
            if (option == 'on' || /^(localhost|127\\.|\\[::1)/.test(location.hostname)) keep();
            else navigator.permissions.query({name: 'local-network-access'}).then(
              found => found.state == 'granted' ? keep() : found.state == 'prompt' && attempt(keep),
              keep);
          })
          """)
  public static native JSObject reachable(@Nullable String option);
}
