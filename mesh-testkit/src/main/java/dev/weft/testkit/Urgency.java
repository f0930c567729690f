package dev.weft.testkit;

/** Who waits for an asset, in a test's words. */
public enum Urgency {
  /** The visitor does: what blocks rendering, is in view, or small. Nothing may make it slower. */
  NOW,
  /** Nobody does yet: lazy, large, media ahead of the play position. The site's bill counts. */
  CAN_WAIT
}
