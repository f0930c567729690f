package dev.weft.core.crypto;

import dev.weft.core.io.Bytes;
import java.util.Arrays;

/** HMAC (RFC 2104) with SHA-256. */
public final class HmacSha256 {
  private HmacSha256() {}

  /** The 32-byte code of the parts, one after the other, under a key of any length. */
  public static byte[] mac(byte[] key, byte[]... parts) {
    byte[] block =
        Arrays.copyOf(
            key.length > Sha256.BLOCK_BYTES ? Sha256.digest(key) : key, Sha256.BLOCK_BYTES);
    byte[] inner = Sha256.digest(padded(block, 0x36), Bytes.join(parts));
    return Sha256.digest(padded(block, 0x5c), inner);
  }

  private static byte[] padded(byte[] block, int pad) {
    byte[] padded = block.clone();
    for (int i = 0; i < padded.length; i++) {
      padded[i] ^= (byte) pad;
    }
    return padded;
  }
}
