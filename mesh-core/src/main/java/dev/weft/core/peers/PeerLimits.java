package dev.weft.core.peers;

/**
 * How much of a visitor's device the mesh may use.
 *
 * @param maxConnections open connections to peers, 1 to 50; default 10. Chromium makes 500 in the
 *     life of a page, closed ones counted
 * @param dialsOnJoin how many of the site's peers are dialled at first, 0 to {@code
 *     maxConnections}; default 5
 * @param maxUploads blocks that are being sent at once, each to another peer, at least 1; default 6
 * @param uploadBytesPerSecond cap of the upload rate for all peers together, 0 for none
 */
public record PeerLimits(
    int maxConnections, int dialsOnJoin, int maxUploads, int uploadBytesPerSecond) {
  /** What a page takes unless its site says otherwise. */
  public static final PeerLimits DEFAULT = new PeerLimits(10, 5, 6, 0);

  /** Checks the bounds. */
  public PeerLimits {
    if (maxConnections < 1
        || maxConnections > 50
        || dialsOnJoin < 0
        || dialsOnJoin > maxConnections
        || maxUploads < 1
        || uploadBytesPerSecond < 0) {
      throw new IllegalArgumentException("peer limits out of bounds");
    }
  }

  /**
   * The same with so many dials on join, or as many as there may be connections if that is less.
   */
  public PeerLimits dialling(int peers) {
    return new PeerLimits(
        maxConnections, Math.min(peers, maxConnections), maxUploads, uploadBytesPerSecond);
  }
}
