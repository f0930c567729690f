package dev.weft.pipe;

import org.jspecify.annotations.Nullable;

/**
 * What a body must keep to: its length as declared, its digest as declared, the server's bound.
 * Bytes are looked at before receivers can take them, so that a body of declared length with a
 * wrong digest ends before its last byte.
 */
final class BodyBounds {
  private final long length;
  private final DigestWish digest;
  private final long mostBytes;

  /**
   * @param length as declared, -1 when it is not
   * @param mostBytes 0 for no bound
   */
  BodyBounds(long length, DigestWish digest, long mostBytes) {
    this.length = length;
    this.digest = digest;
    this.mostBytes = mostBytes;
  }

  /** Whether a body of so many bytes so far may go on: null, or why not. */
  @Nullable String admit(long total) {
    return mostBytes > 0 && total > mostBytes
        ? "the body has more than " + mostBytes + " bytes, which is this server's bound"
        : null;
  }

  /** Whether the body is to be hashed. */
  boolean isHashed() {
    return digest.reckoned();
  }

  /** Whether so many bytes are all, and their digest must be the declared one. */
  boolean isDigestDue(long total) {
    return digest.declared() != null && total == length;
  }

  /** Whether all has the right digest, in lower-case hexadecimal: null, or why not. */
  @Nullable String admitDigest(@Nullable String sha256) {
    return digest.declared() == null || digest.declared().equals(sha256)
        ? null
        : "the body does not have the digest that the sender declared";
  }

  /** Whether a body may end after so many bytes with that digest: null, or why not. */
  @Nullable String admitEnd(long total, @Nullable String sha256) {
    return length >= 0 && total != length
        ? "the body ended after " + total + " of " + length + " bytes"
        : admitDigest(sha256);
  }
}
