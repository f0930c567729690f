package dev.weft.bench.mesh;

/**
 * A contender with one size of its messages.
 *
 * @param messageBytes 0 where the contender knows best
 */
record Variant(Contender contender, int messageBytes) {
  /** In the JSON. */
  String id() {
    return messageBytes == 0 ? contender.id : contender.id + (messageBytes >> 10) + "KiB";
  }

  /** In tables. */
  String title() {
    return messageBytes == 0
        ? contender.title
        : contender.title + ", " + (messageBytes >> 10) + " KiB messages";
  }
}
