package dev.weft.origin;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Multiaddr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What pages are told in {@code /.well-known/weft/config.json}.
 *
 * @param bootstrap where to join the mesh: WebSocket addresses with a peer id
 * @param iceServers for WebRTC; none by default, so that no third party learns who visits
 * @param turn the operator's TURN servers for which pages get credentials of limited life, or null
 * @param relayOnly whether pages reach each other through TURN servers alone, and so never learn
 *     each other's addresses
 * @param report where pages report what was saved, or null
 * @param off whether Weft is switched off: pages load from the origin, and their service worker
 *     goes
 * @param visitors what pages may do with a visitor's device and network
 */
public record ClientSettings(
    List<Multiaddr> bootstrap,
    List<IceServer> iceServers,
    @Nullable Turn turn,
    boolean relayOnly,
    @Nullable String report,
    boolean off,
    VisitorTerms visitors) {
  /** No mesh to join: pages load from the origin. */
  public static final ClientSettings NONE =
      new ClientSettings(List.of(), List.of(), null, false, null, false);

  private static final Pattern WEB_URL = Pattern.compile("https?://[^/\\s]+(/\\S*)?");

  /** Settings with which pages keep to their own terms. */
  public ClientSettings(
      List<Multiaddr> bootstrap,
      List<IceServer> iceServers,
      @Nullable Turn turn,
      boolean relayOnly,
      @Nullable String report,
      boolean off) {
    this(bootstrap, iceServers, turn, relayOnly, report, off, VisitorTerms.DEFAULT);
  }

  /**
   * A node's address.
   *
   * @throws IllegalArgumentException with a sentence for people when it is none
   */
  static Multiaddr node(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (MeshException malformed) {
      throw new IllegalArgumentException(noNode(text), malformed);
    }
  }

  /** Whether it is an http or https URL. */
  static boolean isWebUrl(String text) {
    return WEB_URL.matcher(text).matches();
  }

  private static String noNode(String text) {
    return "'"
        + text
        + "' is not what ./weft bootstrap prints, such as"
        + " /dns4/mesh.example.org/tcp/443/wss/p2p/12D3Koo…";
  }

  /** Refuses what no page could use. */
  public ClientSettings {
    bootstrap = List.copyOf(bootstrap);
    iceServers = List.copyOf(iceServers);
    for (Multiaddr address : bootstrap) {
      boolean webSocket = address.has(Multiaddr.WS) || address.has(Multiaddr.WSS);
      if (!webSocket || address.peerId() == null) {
        throw new IllegalArgumentException("--bootstrap: " + noNode(address.toString()));
      }
    }
    boolean hasTurn =
        turn != null || iceServers.stream().anyMatch(server -> server.username() != null);
    if (relayOnly && !hasTurn) {
      throw new IllegalArgumentException(
          "--relay-only: pages need a TURN server then: --ice-server turn:HOST:PORT,NAME,SECRET"
              + " or, of ./weft origin alone, --turn-url");
    }
    if (report != null && !isWebUrl(report)) {
      throw new IllegalArgumentException("--report: '" + report + "' is no http(s) URL");
    }
  }

  /**
   * TURN servers that share a secret with this origin (coturn's {@code use-auth-secret}).
   *
   * @param urls {@code turn:…} or {@code turns:…} (RFC 7065), at least one
   * @param secretFile one line, mode 0600
   * @param lifetime how long a credential counts from the moment it is handed out
   */
  public record Turn(List<String> urls, Path secretFile, Duration lifetime) {
    private static final Pattern URL = Pattern.compile("turns?:[^\\s,]+");

    /** A page needs the first seconds of it; what leaks counts no longer than this. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofDays(7);

    /** Refuses what no TURN server would take. */
    public Turn {
      urls = List.copyOf(urls);
      if (urls.isEmpty()) {
        throw new IllegalArgumentException(
            "--turn-secret-file: there is no --turn-url to use it for");
      }
      for (String url : urls) {
        if (!URL.matcher(url).matches()) {
          throw new IllegalArgumentException(
              "--turn-url: '" + url + "' is not of the form turn:HOST:PORT");
        }
      }
      if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("--turn-lifetime: 1min to 168h, not " + lifetime);
      }
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
