package dev.weft.core.multiformats;

import org.jspecify.annotations.Nullable;

/** WebSocket multiaddrs and their URLs; {@code /wss} and {@code /tls/ws} mean the same. */
public final class WebSocketAddress {
  private WebSocketAddress() {}

  /**
   * The URL, {@code ws://host:port} or {@code wss://host:port}, of an address whose first hop is a
   * host, a TCP port and a WebSocket; null for any other.
   */
  public static @Nullable String url(Multiaddr address) {
    Multiaddr relay = address.before(Multiaddr.P2P_CIRCUIT);
    Multiaddr hop = relay == null ? address : relay;
    byte[] port = hop.value(Multiaddr.TCP);
    boolean secure = hop.has(Multiaddr.WSS) || hop.has(Multiaddr.TLS);
    String host = host(hop);
    if (host == null || port == null || !(hop.has(Multiaddr.WS) || hop.has(Multiaddr.WSS))) {
      return null;
    }
    return (secure ? "wss://" : "ws://") + host + ':' + MultiaddrText.unsigned(port);
  }

  private static @Nullable String host(Multiaddr hop) {
    int[] codes = {Multiaddr.SNI, Multiaddr.DNS, Multiaddr.DNS4, Multiaddr.DNS6, Multiaddr.IP4};
    for (int code : codes) {
      byte[] value = hop.value(code);
      if (value != null) {
        return MultiaddrText.value(code, value);
      }
    }
    byte[] ip6 = hop.value(Multiaddr.IP6);
    return ip6 == null ? null : '[' + MultiaddrText.value(Multiaddr.IP6, ip6) + ']';
  }
}
