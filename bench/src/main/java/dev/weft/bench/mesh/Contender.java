package dev.weft.bench.mesh;

import java.util.List;

/** A way in which bytes get into a browser; each has a script in {@code bench/clients}. */
enum Contender {
  /** The limit: an RTCDataChannel with nothing on it, whose best message size counts. */
  RAW("raw", "raw RTCDataChannel"),

  /** What all of this is about. */
  WEFT("weft", "Weft"),

  /** Streams of js-libp2p, nothing verified. */
  LIBP2P("libp2p", "js-libp2p streams"),

  /** Bitswap and UnixFS of Helia. */
  HELIA("helia", "Helia bitswap + unixfs"),

  /** BitTorrent in browsers. */
  WEBTORRENT("webtorrent", "WebTorrent"),

  /** No peer at all. */
  ORIGIN("origin", "the origin over HTTP");

  /** In the JSON, and of the script. */
  final String id;

  /** In tables. */
  final String title;

  Contender(String id, String title) {
    this.id = id;
    this.title = title;
  }

  /** With each size of messages that it is measured with. */
  List<Variant> variants() {
    return this == RAW
        ? List.of(
            new Variant(this, 1 << 14), new Variant(this, 1 << 16), new Variant(this, 1 << 18))
        : List.of(new Variant(this, 0));
  }

  /** Whether its script imports packages from npm. */
  boolean isBundled() {
    return this == LIBP2P || this == HELIA || this == WEBTORRENT;
  }

  /** Whether two pages meet; else one is enough. */
  boolean isPeerToPeer() {
    return this != ORIGIN;
  }

  /** Whether its pages are dialled again and again, to count failures. */
  boolean isDialled() {
    return this == WEFT || this == LIBP2P;
  }
}
