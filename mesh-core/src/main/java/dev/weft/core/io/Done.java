package dev.weft.core.io;

/** The answer of a {@link Promise} that has nothing to say but that it is done. */
public enum Done {
  /** It is done. */
  DONE
}
