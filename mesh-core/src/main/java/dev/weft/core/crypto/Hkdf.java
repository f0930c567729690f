package dev.weft.core.crypto;

/** HKDF with SHA-256 (RFC 5869). Noise's HKDF (revision 34, section 4.3) has an empty info. */
public final class Hkdf {
  /** Most bytes that one expansion gives (RFC 5869, section 2.3). */
  public static final int MAX_OUTPUT_BYTES = 255 * Sha256.DIGEST_BYTES;

  private Hkdf() {}

  /** The pseudorandom key of 32 bytes. */
  public static byte[] extract(byte[] salt, byte[] inputKey) {
    return HmacSha256.mac(salt, inputKey);
  }

  /** {@code length} bytes of key material, {@value #MAX_OUTPUT_BYTES} at most. */
  public static byte[] expand(byte[] pseudorandomKey, byte[] info, int length) {
    if (length > MAX_OUTPUT_BYTES) {
      throw new IllegalArgumentException("HKDF length");
    }
    byte[] out = new byte[length];
    byte[] last = {};
    byte[] counter = {0};
    for (int at = 0; at < length; at += last.length) {
      counter[0]++;
      last = HmacSha256.mac(pseudorandomKey, last, info, counter);
      System.arraycopy(last, 0, out, at, Math.min(last.length, length - at));
    }
    return out;
  }
}
