package dev.weft.origin;

import dev.weft.core.multiformats.Multiaddr;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What pages are told in {@code /.well-known/weft/config.json}.
 *
 * @param bootstrap where to join the mesh: WebSocket addresses with a peer id
 * @param iceServers for WebRTC; none by default, so that no third party learns who visits
 * @param report where pages report what was saved, or null
 */
public record ClientSettings(
    List<Multiaddr> bootstrap, List<IceServer> iceServers, @Nullable String report) {
  /** No mesh to join: pages load from the origin. */
  public static final ClientSettings NONE = new ClientSettings(List.of(), List.of(), null);

  private static final Pattern WEB_URL = Pattern.compile("https?://[^/\\s]+(/\\S*)?");

  /** Refuses what no page could use. */
  public ClientSettings {
    bootstrap = List.copyOf(bootstrap);
    iceServers = List.copyOf(iceServers);
    for (Multiaddr address : bootstrap) {
      boolean webSocket = address.has(Multiaddr.WS) || address.has(Multiaddr.WSS);
      if (!webSocket || address.peerId() == null) {
        throw new IllegalArgumentException(
            "--bootstrap: '" + address + "' is no WebSocket address with a peer id (/ws/p2p/…)");
      }
    }
    if (report != null && !WEB_URL.matcher(report).matches()) {
      throw new IllegalArgumentException("--report: '" + report + "' is no http(s) URL");
    }
  }

  /**
   * A STUN or TURN server, as {@code RTCIceServer} of WebRTC has it.
   *
   * @param urls {@code stun:…}, {@code turn:…} or {@code turns:…}
   * @param username for TURN, else null
   * @param credential for TURN, else null
   */
  public record IceServer(String urls, @Nullable String username, @Nullable String credential) {
    private static final Pattern URL = Pattern.compile("(stuns?|turns?):[^\\s,]+");

    /** Reads {@code URL} or {@code URL,USERNAME,CREDENTIAL}. */
    public static IceServer parse(String text) {
      String[] parts = text.split(",", 3);
      boolean turn = text.startsWith("turn");
      if (!URL.matcher(parts[0]).matches() || parts.length != (turn ? 3 : 1)) {
        throw new IllegalArgumentException(
            "--ice-server: '"
                + text
                + "' is neither stun:HOST:PORT nor turn:HOST:PORT,NAME,SECRET");
      }
      return turn ? new IceServer(parts[0], parts[1], parts[2]) : new IceServer(text, null, null);
    }
  }
}
