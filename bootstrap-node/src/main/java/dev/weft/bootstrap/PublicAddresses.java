package dev.weft.bootstrap;

import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multiformats.WebSocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Under which multiaddrs a node is reached. */
final class PublicAddresses {
  private PublicAddresses() {}

  /**
   * What the operator says, else the address that is listened on; each ends in the node's peer id.
   * A wildcard cannot be dialled, so loopback stands in for it.
   */
  static List<Multiaddr> of(List<String> given, InetSocketAddress listening, PeerId self)
      throws StartException {
    List<Multiaddr> addresses = new ArrayList<>();
    for (String text : given) {
      addresses.add(parse(text, self));
    }
    if (addresses.isEmpty()) {
      addresses.add(Multiaddr.parse(listeningText(listening)).with(self));
    }
    return List.copyOf(addresses);
  }

  /** The {@code http://} or {@code https://} URL of the same host and port as the WebSocket. */
  static String httpUrl(Multiaddr address) {
    return "http" + Objects.requireNonNull(WebSocketAddress.url(address)).substring("ws".length());
  }

  /** The STUN URL (RFC 7064) of a UDP port on the host of that WebSocket. */
  static String stunUrl(Multiaddr address, int port) {
    String host = URI.create(httpUrl(address)).getHost();
    return "stun:" + host + ':' + port;
  }

  private static String listeningText(InetSocketAddress listening) {
    InetAddress address = listening.getAddress();
    boolean v6 = address instanceof Inet6Address;
    String host = address.getHostAddress();
    int zone = host.indexOf('%');
    if (address.isAnyLocalAddress()) {
      host = v6 ? "::1" : "127.0.0.1";
    } else if (zone >= 0) {
      host = host.substring(0, zone);
    }
    return (v6 ? "/ip6/" : "/ip4/") + host + "/tcp/" + listening.getPort() + "/ws";
  }

  private static Multiaddr parse(String text, PeerId self) throws StartException {
    Multiaddr address;
    try {
      address = Multiaddr.parse(text);
    } catch (MeshException malformed) {
      throw new StartException(
          "--public-address: '"
              + text
              + "' is no multiaddr ("
              + malformed.getMessage()
              + "), such as /dns4/mesh.example.org/tcp/443/wss.");
    }
    if (WebSocketAddress.url(address) == null) {
      throw new StartException(
          "--public-address: '"
              + text
              + "' is no WebSocket address, such as"
              + " /dns4/mesh.example.org/tcp/443/wss.");
    }
    PeerId named = address.peerId();
    if (named == null) {
      return address.with(self);
    }
    if (!named.equals(self)) {
      throw new StartException(
          "--public-address: '" + text + "' names another peer id than the key's, " + self + ".");
    }
    return address;
  }
}
