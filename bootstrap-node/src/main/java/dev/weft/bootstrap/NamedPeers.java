package dev.weft.bootstrap;

import dev.weft.core.io.MeshException;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.multiformats.WebSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The other nodes that the operator names. */
final class NamedPeers {
  private NamedPeers() {}

  /** Each peer with all its addresses. */
  static List<KadPeer> of(List<String> given) throws StartException {
    Map<PeerId, List<Multiaddr>> byId = new LinkedHashMap<>();
    for (String text : given) {
      Multiaddr address = parse(text);
      PeerId peer = address.peerId();
      if (peer == null || WebSocketAddress.url(address) == null) {
        throw new StartException(
            "--peer: '"
                + text
                + "' is not what a node prints, such as"
                + " /dns4/mesh.example.org/tcp/443/wss/p2p/12D3Koo….");
      }
      byId.computeIfAbsent(peer, first -> new ArrayList<>()).add(address);
    }
    List<KadPeer> peers = new ArrayList<>();
    byId.forEach((peer, addresses) -> peers.add(new KadPeer(peer, addresses)));
    return peers;
  }

  private static Multiaddr parse(String text) throws StartException {
    try {
      return Multiaddr.parse(text);
    } catch (MeshException malformed) {
      throw new StartException(
          "--peer: '" + text + "' is no multiaddr (" + malformed.getMessage() + ").");
    }
  }
}
