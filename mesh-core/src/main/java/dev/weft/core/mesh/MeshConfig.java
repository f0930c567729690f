package dev.weft.core.mesh;

import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.peers.PeerLimits;
import java.util.List;

/**
 * What a page's node is told of its site.
 *
 * @param bootstrap addresses of the site's nodes, each ending in {@code /p2p/…}; tried in turn
 * @param site the key of the site's provider records, see {@link SiteKey}; may come when the node
 *     is connected already
 * @param dhtProtocol the protocol of the DHT, {@code /weft/kad/1.0.0} by default
 * @param limits how many peers are dialled and kept
 * @param serves whether others find us: who passes nothing on is not worth their dials
 */
public record MeshConfig(
    List<Multiaddr> bootstrap,
    Promise<Multihash> site,
    String dhtProtocol,
    PeerLimits limits,
    boolean serves) {}
