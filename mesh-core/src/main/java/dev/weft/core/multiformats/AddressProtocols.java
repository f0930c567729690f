package dev.weft.core.multiformats;

/** The protocols that a {@link Multiaddr} may name (multiformats/multiaddr, protocols.csv). */
final class AddressProtocols {
  /** Size of a value that stands after its own length. */
  static final int VARIABLE = -1;

  private static final int[] CODES = {
    Multiaddr.IP4,
    Multiaddr.TCP,
    Multiaddr.IP6,
    Multiaddr.DNS,
    Multiaddr.DNS4,
    Multiaddr.DNS6,
    Multiaddr.DNSADDR,
    Multiaddr.UDP,
    Multiaddr.WEBRTC_DIRECT,
    Multiaddr.WEBRTC,
    Multiaddr.P2P_CIRCUIT,
    Multiaddr.P2P,
    Multiaddr.HTTPS,
    Multiaddr.TLS,
    Multiaddr.SNI,
    Multiaddr.QUIC_V1,
    Multiaddr.WEBTRANSPORT,
    Multiaddr.CERTHASH,
    Multiaddr.WS,
    Multiaddr.WSS,
    Multiaddr.HTTP,
    Multiaddr.HTTP_PATH,
    Multiaddr.MEMORY
  };

  private static final String[] NAMES = {
    "ip4",
    "tcp",
    "ip6",
    "dns",
    "dns4",
    "dns6",
    "dnsaddr",
    "udp",
    "webrtc-direct",
    "webrtc",
    "p2p-circuit",
    "p2p",
    "https",
    "tls",
    "sni",
    "quic-v1",
    "webtransport",
    "certhash",
    "ws",
    "wss",
    "http",
    "http-path",
    "memory"
  };

  private static final int[] SIZES = {
    4, 2, 16, VARIABLE, VARIABLE, VARIABLE, VARIABLE, 2, 0, 0, 0, VARIABLE, 0, 0, VARIABLE, 0, 0,
    VARIABLE, 0, 0, 0, VARIABLE, 8
  };

  private AddressProtocols() {}

  /** Whether the code stands in the table. */
  static boolean isKnown(long code) {
    return code <= Multiaddr.MEMORY && index((int) code) < CODES.length;
  }

  /** The code of a protocol's name, or -1; {@code ipfs} is the former name of {@code p2p}. */
  static int code(String name) {
    String current = name.equals("ipfs") ? "p2p" : name;
    for (int i = 0; i < NAMES.length; i++) {
      if (NAMES[i].equals(current)) {
        return CODES[i];
      }
    }
    return -1;
  }

  /** The name of a known code. */
  static String name(int code) {
    return NAMES[index(code)];
  }

  /** Length in bytes of the values of a known code, or {@link #VARIABLE}. */
  static int size(int code) {
    return SIZES[index(code)];
  }

  private static int index(int code) {
    int index = 0;
    while (index < CODES.length && CODES[index] != code) {
      index++;
    }
    return index;
  }

  /** Whether the values are names of hosts. */
  static boolean isHostName(int code) {
    return (code >= Multiaddr.DNS && code <= Multiaddr.DNSADDR) || code == Multiaddr.SNI;
  }
}
