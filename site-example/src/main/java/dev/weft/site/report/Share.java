package dev.weft.site.report;

/** Decoded bytes that came from peers and from the origin. */
public record Share(long peers, long origin) {
  static final Share NOTHING = new Share(0, 0);

  Share plus(Share other) {
    return new Share(peers + other.peers, origin + other.origin);
  }

  public long total() {
    return peers + origin;
  }

  /** What peers brought of all, 0 to 1; 0 of nothing. */
  public double offload() {
    return total() == 0 ? 0 : (double) peers / total();
  }
}
