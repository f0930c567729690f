package dev.weft.core.fetch;

/** Why the origin was asked for an asset that the mesh may deliver: names for statistics. */
public final class Fallback {
  /** No connected peer has it. */
  public static final String NO_PEER = "no-peer";

  /** The node is still joining the mesh. */
  public static final String JOINING = "joining";

  /** No first byte came within the budget. */
  public static final String BUDGET = "budget";

  /** Bytes came, but stopped, or so slowly that the origin was expected to finish first. */
  public static final String STALLED = "stalled";

  /** A block came that was not what its name says. */
  public static final String BAD_BLOCK = "bad-block";

  private Fallback() {}
}
