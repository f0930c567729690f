package dev.weft.bench.page;

/** Who is there beside the visitor. */
enum Scene {
  /** Peers that say to have everything, and never answer who asks them for it. */
  USELESS("useless", "useless peers"),

  /** Peers that have everything, on the same machine. */
  GOOD("good", "good peers");

  /** In the JSON. */
  final String id;

  /** In tables. */
  final String title;

  Scene(String id, String title) {
    this.id = id;
    this.title = title;
  }
}
