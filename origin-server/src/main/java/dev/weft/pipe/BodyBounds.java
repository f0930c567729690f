package dev.weft.pipe;

import org.jspecify.annotations.Nullable;

/**
 * What a body must keep to: its length as declared, its digest as declared, the server's bound.
 * Bytes are looked at before receivers can take them, so that a body of declared length with a
 * wrong digest ends before its last byte.
 */
final class BodyBounds {
  private final long length;
  private final @Nullable String declaredDigest;
  private final long mostBytes;
  private @Nullable String digest;

  /**
   * @param length as declared, -1 when it is not
   * @param declaredDigest SHA-256 in lower-case hexadecimal, or null
   * @param mostBytes 0 for no bound
   */
  BodyBounds(long length, @Nullable String declaredDigest, long mostBytes) {
    this.length = length;
    this.declaredDigest = declaredDigest;
    this.mostBytes = mostBytes;
  }

  /** Whether a body of so many bytes so far may go on: null, or why not. */
  @Nullable String admit(long total, RunningDigest running) {
    if (mostBytes > 0 && total > mostBytes) {
      return "the body has more than " + mostBytes + " bytes, which is this server's bound";
    }
    return total == length ? admitDigest(running) : null;
  }

  /** Whether a body may end after so many bytes: null, or why not. */
  @Nullable String admitEnd(long total, RunningDigest running) {
    if (length >= 0 && total != length) {
      return "the body ended after " + total + " of " + length + " bytes";
    }
    return admitDigest(running);
  }

  private @Nullable String admitDigest(RunningDigest running) {
    return declaredDigest == null || declaredDigest.equals(digest(running))
        ? null
        : "the body does not have the digest that the sender declared";
  }

  /** The digest of the whole body. */
  String digest(RunningDigest running) {
    String known = digest;
    if (known == null) {
      known = running.hex();
      digest = known;
    }
    return known;
  }
}
