package dev.weft.core.crypto;

import java.util.Arrays;

/**
 * The Poly1305 authenticator (RFC 8439, section 2.5) over whole blocks, as the AEAD uses it.
 *
 * <p>Numbers are ten limbs of 13 bits, so that products and sums of a block fit into 32 bits
 * without {@code long}: after poly1305-donna-16 (Andrew Moon, public domain).
 */
final class Poly1305 {
  static final int TAG_BYTES = 16;
  static final int BLOCK_BYTES = 16;

  private static final int LIMBS = 10;
  private static final int LIMB_BITS = 13;
  private static final int LIMB_MASK = 0x1fff;

  /**
   * r times 5 (for what wraps around 2^130 - 5), then r: one table, so no branch in the product.
   */
  private final int[] factors = new int[2 * LIMBS];

  private final byte[] pad;
  private int[] h = new int[LIMBS];
  private int[] product = new int[LIMBS];

  /** A block and the bit above it. */
  private final byte[] block = new byte[BLOCK_BYTES + 1];

  /** An authenticator for one message. The key is r, clamped here, and then s: 32 bytes. */
  Poly1305(byte[] oneTimeKey) {
    System.arraycopy(oneTimeKey, 0, block, 0, BLOCK_BYTES);
    block[3] &= 0x0f;
    for (int i = 4; i < BLOCK_BYTES; i += 4) {
      block[i] &= 0xfc;
      block[i + 3] &= 0x0f;
    }
    for (int i = 0; i < LIMBS; i++) {
      int limb = limb(i);
      factors[i] = 5 * limb;
      factors[LIMBS + i] = limb;
    }
    pad = Arrays.copyOfRange(oneTimeKey, BLOCK_BYTES, 2 * BLOCK_BYTES);
    block[BLOCK_BYTES] = 1;
  }

  /** Takes more of the message, padded with zeros to whole blocks (section 2.8, pad16). */
  void update(byte[] in, int offset, int length) {
    for (int done = 0; done < length; done += BLOCK_BYTES) {
      int count = Math.min(BLOCK_BYTES, length - done);
      System.arraycopy(in, offset + done, block, 0, count);
      Arrays.fill(block, count, BLOCK_BYTES, (byte) 0);
      takeBlock();
    }
  }

  /** Writes the 16-byte tag; the object is used up. */
  void tag(byte[] out, int offset) {
    carry();
    carry();
    // h - p = h + 5 - 2^130, which counts when it is not negative.
    int[] reduced = product;
    int carry = 5;
    for (int i = 0; i < LIMBS; i++) {
      carry += h[i];
      reduced[i] = carry & LIMB_MASK;
      carry >>>= LIMB_BITS;
    }
    int useReduced = -carry;
    for (int i = 0; i < LIMBS; i++) {
      h[i] = (h[i] & ~useReduced) | (reduced[i] & useReduced);
    }
    int bits = 0;
    int bitCount = 0;
    int limb = 0;
    int sum = 0;
    for (int i = 0; i < TAG_BYTES; i++) {
      if (bitCount < 8) {
        bits |= h[limb++] << bitCount;
        bitCount += LIMB_BITS;
      }
      sum += (bits & 0xff) + (pad[i] & 0xff);
      out[offset + i] = (byte) sum;
      sum >>>= 8;
      bits >>>= 8;
      bitCount -= 8;
    }
  }

  private int limb(int index) {
    int bit = LIMB_BITS * index;
    int at = bit >> 3;
    return (((block[at] & 0xff) | ((block[at + 1] & 0xff) << 8) | ((block[at + 2] & 0xff) << 16))
            >>> (bit & 7))
        & LIMB_MASK;
  }

  /** h = (h + block) * r, partly reduced modulo 2^130 - 5. */
  private void takeBlock() {
    int[] sum = h;
    for (int i = 0; i < LIMBS; i++) {
      sum[i] += limb(i);
    }
    int[] d = product;
    int carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      int low = carry;
      int first = LIMBS + i;
      for (int j = 0; j < 5; j++) {
        low += sum[j] * factors[first - j];
      }
      // Six products could exceed 32 bits, so carry after five.
      carry = low >>> LIMB_BITS;
      low &= LIMB_MASK;
      for (int j = 5; j < LIMBS; j++) {
        low += sum[j] * factors[first - j];
      }
      carry += low >>> LIMB_BITS;
      d[i] = low & LIMB_MASK;
    }
    int first = d[0] + 5 * carry;
    d[0] = first & LIMB_MASK;
    d[1] += first >>> LIMB_BITS;
    product = sum;
    h = d;
  }

  private void carry() {
    int carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      carry += h[i];
      h[i] = carry & LIMB_MASK;
      carry >>>= LIMB_BITS;
    }
    h[0] += 5 * carry;
  }
}
