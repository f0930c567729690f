package dev.weft.core.kad;

import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multiformats.WebSocketAddress;
import dev.weft.core.protobuf.Utf8;
import dev.weft.core.relay.AddressPrefix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the addresses that others name a node dials, and which of them belong together.
 *
 * <p>A stranger may name any address, also one behind our own firewall; so a node on the Internet
 * dials WebSockets at public addresses only. A node that is itself in a private network, or on
 * loopback, takes those of private networks too.
 */
public final class DialPolicy {
  /** Addresses of one peer that are tried: IPv4, IPv6, and one spare of each. */
  public static final int MAX_ADDRESSES = 4;

  private static final int[] NAMES = {Multiaddr.DNS, Multiaddr.DNS4, Multiaddr.DNS6};

  private static final int[] HOSTS = {
    Multiaddr.IP4, Multiaddr.IP6, Multiaddr.DNS, Multiaddr.DNS4, Multiaddr.DNS6, Multiaddr.SNI
  };

  private final boolean privateToo;

  /** The policy of a node that is reached at these addresses. */
  public DialPolicy(List<Multiaddr> own) {
    boolean allPrivate = true;
    for (Multiaddr address : own) {
      allPrivate &= isPrivate(address);
    }
    privateToo = allPrivate;
  }

  /**
   * Whether a node may dial the address: a WebSocket, without a relay, in a network it may use. One
   * that names several hosts could lead to another than is looked at here.
   */
  public boolean admits(Multiaddr address) {
    int hosts = 0;
    for (int code : HOSTS) {
      hosts += address.has(code) ? 1 : 0;
    }
    return hosts == 1
        && WebSocketAddress.url(address) != null
        && !address.has(Multiaddr.P2P_CIRCUIT)
        && (privateToo || !isPrivate(address));
  }

  /**
   * The peer with those of its addresses that may be dialled, {@link #MAX_ADDRESSES} at most; null
   * when there is none. An address that names another peer is not this one's.
   */
  @Nullable KadPeer reachable(KadPeer peer) {
    List<Multiaddr> addresses = new ArrayList<>();
    for (Multiaddr address : peer.addresses()) {
      if (addresses.size() < MAX_ADDRESSES && admits(address) && leadsTo(peer.id(), address)) {
        addresses.add(address);
      }
    }
    return addresses.isEmpty() ? null : new KadPeer(peer.id(), addresses);
  }

  /** The same of a peer that is reached through relays, each of which may be dialled. */
  @Nullable KadPeer relayed(KadPeer peer) {
    List<Multiaddr> addresses = new ArrayList<>();
    for (Multiaddr address : peer.addresses()) {
      Multiaddr relay = address.before(Multiaddr.P2P_CIRCUIT);
      if (addresses.size() < MAX_ADDRESSES && relay != null && admits(relay)) {
        addresses.add(address);
      }
    }
    return addresses.isEmpty() ? null : new KadPeer(peer.id(), addresses);
  }

  private static boolean leadsTo(PeerId peer, Multiaddr address) {
    PeerId named = address.peerId();
    return named == null || named.equals(peer);
  }

  /**
   * What the address has in common with others of the same owner: the prefix of a public IP
   * address, or the last two labels of a host name. Empty for a private address: who has those is
   * the operator.
   */
  static String network(Multiaddr address) {
    if (isPrivate(address)) {
      return "";
    }
    String name = hostName(address);
    if (name == null) {
      return AddressPrefix.of(address);
    }
    int dot = name.lastIndexOf('.');
    return name.substring(name.lastIndexOf('.', dot - 1) + 1);
  }

  /** The networks of all the peer's addresses, each once, so that a false one hides no true one. */
  static List<String> networks(KadPeer peer) {
    List<String> networks = new ArrayList<>();
    for (Multiaddr address : peer.addresses()) {
      String network = network(address);
      if (!network.isEmpty() && !networks.contains(network)) {
        networks.add(network);
      }
    }
    return networks;
  }

  /** Whether the address is of no use, or of another one, elsewhere. */
  private static boolean isPrivate(Multiaddr address) {
    byte[] ip = address.value(Multiaddr.IP4);
    if (ip == null) {
      ip = address.value(Multiaddr.IP6);
    }
    if (ip != null) {
      return !PublicAddress.is(ip);
    }
    String name = hostName(address);
    return name == null
        || name.indexOf('.') < 0
        || name.endsWith(".localhost")
        || name.endsWith(".local")
        || name.endsWith(".internal");
  }

  private static @Nullable String hostName(Multiaddr address) {
    for (int code : NAMES) {
      byte[] name = address.value(code);
      if (name != null) {
        for (int i = 0; i < name.length; i++) {
          name[i] = name[i] >= 'A' && name[i] <= 'Z' ? (byte) (name[i] | 0x20) : name[i];
        }
        return Utf8.decode(name);
      }
    }
    return null;
  }
}
