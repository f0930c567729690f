package dev.weft.core.fetch;

/** Why the origin was asked for an asset that the mesh may deliver. */
public enum Fallback {
  /** No connected peer has it. */
  NO_PEER("no-peer"),
  /** The node is still joining the mesh. */
  JOINING("joining"),
  /** No first byte came within the budget. */
  BUDGET("budget"),
  /** Bytes came, but stopped, or so slowly that the origin was expected to finish first. */
  STALLED("stalled"),
  /** A block came that was not what its name says. */
  BAD_BLOCK("bad-block");

  private final String code;

  Fallback(String code) {
    this.code = code;
  }

  /** A stable name for statistics, lower case with hyphens. */
  public String code() {
    return code;
  }
}
