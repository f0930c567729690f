package dev.weft.core.fetch;

/** Why the origin was asked for an asset that the mesh may deliver: numbers for statistics. */
public final class Fallback {
  /** The origin was not asked. */
  public static final int NONE = -1;

  /** No connected peer has it. */
  public static final int NO_PEER = 0;

  /** The node is still joining the mesh. */
  public static final int JOINING = 1;

  /** No first byte came within the budget. */
  public static final int BUDGET = 2;

  /** Bytes came, but stopped, or so slowly that the origin was expected to finish first. */
  public static final int STALLED = 3;

  /** A block came that was not what its name says. */
  public static final int BAD_BLOCK = 4;

  /** Peers have it, but the origin was expected to be faster. */
  public static final int SLOWER = 5;

  private Fallback() {}
}
