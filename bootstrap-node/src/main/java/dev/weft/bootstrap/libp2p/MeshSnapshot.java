package dev.weft.bootstrap.libp2p;

import dev.weft.core.kad.KadNode;
import java.util.List;

/**
 * The mesh as the node sees it at one moment; immutable, for other threads.
 *
 * @param connections open, authenticated connections
 * @param reservations relay reservations in force
 * @param circuits connections that are relayed now
 * @param forwarded connections opened through another node since the start
 * @param relayedBytes bytes of all circuits that are over since the start, both directions together
 * @param providerRecords provider records held
 * @param dht how it stands with the other nodes
 * @param handshakesFailed connections that broke or timed out before they were authenticated
 * @param dots up to {@link #MAX_DOTS} of the connected peers, oldest first
 */
public record MeshSnapshot(
    int connections,
    int reservations,
    int circuits,
    long forwarded,
    long relayedBytes,
    int providerRecords,
    KadNode.Figures dht,
    long handshakesFailed,
    List<Dot> dots) {

  /** Peers shown in the picture: more would not be told apart, and the JSON stays small. */
  public static final int MAX_DOTS = 400;

  /** A node without peers. */
  public static final MeshSnapshot EMPTY =
      new MeshSnapshot(0, 0, 0, 0, 0, 0, new KadNode.Figures(0, 0, 0, 0), 0, List.of());

  /**
   * A peer, without name or address.
   *
   * @param number counts connections since the start; says nothing about who it is
   * @param reserved whether it can be reached through the node
   */
  public record Dot(long number, boolean reserved) {}
}
