package dev.weft.core.multiformats;

import org.jspecify.annotations.Nullable;

/** WebSocket multiaddrs and their URLs; {@code /wss} and {@code /tls/ws} mean the same. */
public final class WebSocketAddress {
  private static final int[] HOSTS = {
    Multiaddr.SNI, Multiaddr.DNS, Multiaddr.DNS4, Multiaddr.DNS6, Multiaddr.IP4
  };

  private WebSocketAddress() {}

  /**
   * Reads the text form of an address whose hosts are names or IPv4 addresses, which is all that a
   * page needs to know; otherwise as {@link Multiaddr#parse}.
   */
  public static Multiaddr parse(String text) {
    return Multiaddr.decode(MultiaddrText.parse(text, MultiaddrText::plainValue));
  }

  /**
   * The URL, {@code ws://host:port} or {@code wss://host:port}, of an address whose first hop is a
   * host, a TCP port and a WebSocket; null for any other.
   */
  public static @Nullable String url(Multiaddr address) {
    byte[] ip6 = firstHop(address).value(Multiaddr.IP6);
    String url = plainUrl(address);
    return url != null || ip6 == null
        ? url
        : url(firstHop(address), '[' + Ip6Text.print(ip6) + ']');
  }

  /** The URL of an address as {@link #parse} reads it; null for any other. */
  public static @Nullable String plainUrl(Multiaddr address) {
    Multiaddr hop = firstHop(address);
    for (int code : HOSTS) {
      byte[] host = hop.value(code);
      if (host != null) {
        return url(hop, MultiaddrText.plainText(code, host));
      }
    }
    return null;
  }

  private static Multiaddr firstHop(Multiaddr address) {
    Multiaddr relay = address.before(Multiaddr.P2P_CIRCUIT);
    return relay == null ? address : relay;
  }

  private static @Nullable String url(Multiaddr hop, String host) {
    byte[] port = hop.value(Multiaddr.TCP);
    boolean secure = hop.has(Multiaddr.WSS) || hop.has(Multiaddr.TLS);
    return port == null || !(hop.has(Multiaddr.WS) || hop.has(Multiaddr.WSS))
        ? null
        : (secure ? "wss://" : "ws://") + host + ':' + MultiaddrText.unsigned(port);
  }
}
