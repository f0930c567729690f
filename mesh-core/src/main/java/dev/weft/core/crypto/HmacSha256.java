package dev.weft.core.crypto;

/** HMAC (RFC 2104) with SHA-256. */
public final class HmacSha256 {
  private HmacSha256() {}

  /** The 32-byte code of the parts, one after the other, under a key of any length. */
  public static byte[] mac(byte[] key, byte[]... parts) {
    byte[] shortKey = key.length > Sha256.BLOCK_BYTES ? Sha256.digest(key) : key;
    Sha256 inner = keyed(shortKey, 0x36);
    for (byte[] part : parts) {
      inner.update(part, 0, part.length);
    }
    Sha256 outer = keyed(shortKey, 0x5c);
    outer.update(inner.digest(), 0, Sha256.DIGEST_BYTES);
    return outer.digest();
  }

  private static Sha256 keyed(byte[] key, int pad) {
    byte[] block = new byte[Sha256.BLOCK_BYTES];
    for (int i = 0; i < block.length; i++) {
      block[i] = (byte) (i < key.length ? key[i] ^ pad : pad);
    }
    Sha256 sha = new Sha256();
    sha.update(block, 0, block.length);
    return sha;
  }
}
