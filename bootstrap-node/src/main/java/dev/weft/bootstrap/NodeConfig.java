package dev.weft.bootstrap;

import dev.weft.core.relay.HopLimits;
import dev.weft.jvm.net.TrustedProxies;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What an operator decides.
 *
 * @param host the name or address to listen on
 * @param port the TCP port, 0 for a free one
 * @param stunPort the UDP port on which visitors learn their public addresses
 * @param keyFile where the identity is kept; made on the first start
 * @param publicAddresses multiaddrs under which visitors reach the node, as text with or without
 *     the closing {@code /p2p/…}; empty when they use the listening address
 * @param peers multiaddrs of other nodes, each with its {@code /p2p/…}, with which this one forms
 *     one DHT; one of them is enough, as they know each other
 * @param sites origins of the pages that may connect, such as {@code https://www.example.org};
 *     empty for all
 * @param trustedProxies the reverse proxies whose {@code X-Forwarded-For} counts
 * @param maxConnections open connections in all; an idle one with a reservation takes 14 KB of heap
 * @param maxConnectionsPerAddress open connections of one IPv4 address or IPv6 /64; an office
 *     behind one address needs one a visitor
 */
public record NodeConfig(
    String host,
    int port,
    StunPort stunPort,
    Path keyFile,
    List<String> publicAddresses,
    List<String> peers,
    List<String> sites,
    TrustedProxies trustedProxies,
    int maxConnections,
    int maxConnectionsPerAddress) {

  /** 5000 × 14 KB fit a heap of 512 MB, with room for what busy ones queue. */
  public static final int DEFAULT_MAX_CONNECTIONS = 5000;

  /** A large office; with a proxy in front that is not trusted, all visitors share its address. */
  public static final int DEFAULT_MAX_CONNECTIONS_PER_ADDRESS = 256;

  /** Where browsers' nodes of this project are looked for unless said otherwise. */
  public static final int DEFAULT_PORT = 4001;

  /** Other nodes that may be named: each of them is tried again and again while it is missing. */
  public static final int MAX_PEERS = 64;

  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#\\s]+");

  /** Checks the ranges. */
  public NodeConfig {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("--port must be 0 to 65535, not " + port);
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException("--max-connections must be at least 1");
    }
    if (maxConnectionsPerAddress < 1) {
      throw new IllegalArgumentException("--max-connections-per-address must be at least 1");
    }
    if (peers.size() > MAX_PEERS) {
      throw new IllegalArgumentException("--peer may be given " + MAX_PEERS + " times at most");
    }
    for (String site : sites) {
      if (!ORIGIN.matcher(site).matches()) {
        throw new IllegalArgumentException(
            "--site: '" + site + "' is no origin, such as https://www.example.org");
      }
    }
    peers = List.copyOf(peers);
    sites = List.copyOf(sites);
    publicAddresses = List.copyOf(publicAddresses);
  }

  /**
   * The relay's bounds: every connected visitor may have a reservation, also all behind one
   * address.
   */
  HopLimits hopLimits() {
    HopLimits usual = HopLimits.DEFAULT;
    return new HopLimits(
        maxConnections,
        Math.max(usual.maxReservationsPerPrefix(), maxConnectionsPerAddress),
        usual.reservationSeconds(),
        usual.maxCircuits(),
        usual.maxCircuitsPerPeer(),
        usual.circuitBytes(),
        usual.circuitSeconds());
  }

  /** The same, and one DHT with these other nodes. */
  public NodeConfig withPeers(List<String> others) {
    return new NodeConfig(
        host,
        port,
        stunPort,
        keyFile,
        publicAddresses,
        others,
        sites,
        trustedProxies,
        maxConnections,
        maxConnectionsPerAddress);
  }

  /** The same, for the pages of these sites alone. */
  public NodeConfig withSites(List<String> origins) {
    return new NodeConfig(
        host,
        port,
        stunPort,
        keyFile,
        publicAddresses,
        peers,
        origins,
        trustedProxies,
        maxConnections,
        maxConnectionsPerAddress);
  }

  /** Loopback with all defaults; for tests and programs that embed a node. */
  public static NodeConfig loopback(int port, Path keyFile) {
    return new NodeConfig(
        "127.0.0.1",
        port,
        StunPort.AS_TCP,
        keyFile,
        List.of(),
        List.of(),
        List.of(),
        TrustedProxies.NONE,
        DEFAULT_MAX_CONNECTIONS,
        DEFAULT_MAX_CONNECTIONS_PER_ADDRESS);
  }
}
