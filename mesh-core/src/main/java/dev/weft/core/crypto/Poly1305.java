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

  private Poly1305() {}

  /** The tag of whole blocks under a key, which is r, clamped here, and then s: 32 bytes. */
  static byte[] tag(byte[] oneTimeKey, byte[] message) {
    // Of r or of a block its bytes, and above these the bit that a block has.
    byte[] block = new byte[BLOCK_BYTES + 1];
    System.arraycopy(oneTimeKey, 0, block, 0, BLOCK_BYTES);
    for (int i = 3; i < BLOCK_BYTES; i += 4) {
      block[i] &= 0x0f;
      block[i + 1] &= (byte) 0xfc;
    }
    // r times 5 (for what wraps around 2^130 - 5), then r: one table, so no branch in the product.
    int[] factors = new int[2 * LIMBS];
    for (int i = 0; i < LIMBS; i++) {
      factors[LIMBS + i] = limb(block, i);
      factors[i] = 5 * factors[LIMBS + i];
    }
    block[BLOCK_BYTES] = 1;
    int[] h = new int[LIMBS];
    for (int at = 0; at < message.length; at += BLOCK_BYTES) {
      System.arraycopy(message, at, block, 0, BLOCK_BYTES);
      for (int i = 0; i < LIMBS; i++) {
        h[i] += limb(block, i);
      }
      h = product(h, factors);
    }
    return sum(reduced(h), oneTimeKey);
  }

  private static int limb(byte[] block, int index) {
    int bit = LIMB_BITS * index;
    int at = bit >> 3;
    int bits = (block[at] & 0xff) | ((block[at + 1] & 0xff) << 8) | ((block[at + 2] & 0xff) << 16);
    return (bits >>> (bit & 7)) & LIMB_MASK;
  }

  /** Partly reduced modulo 2^130 - 5. */
  private static int[] product(int[] h, int[] factors) {
    int[] product = new int[LIMBS];
    int carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      int low = carry;
      carry = 0;
      for (int j = 0; j < LIMBS; j++) {
        low += h[j] * factors[LIMBS + i - j];
        // Six products could exceed 32 bits, so carry after five.
        if (j % 5 == 4) {
          carry += low >>> LIMB_BITS;
          low &= LIMB_MASK;
        }
      }
      product[i] = low;
    }
    product[0] += 5 * carry;
    product[1] += product[0] >>> LIMB_BITS;
    product[0] &= LIMB_MASK;
    return product;
  }

  /** Wholly reduced: h or, where that is not negative, h - p = h + 5 - 2^130. */
  private static int[] reduced(int[] h) {
    carry(h, 5 * carry(h, 5 * carry(h, 0)));
    int[] reduced = h.clone();
    int useReduced = -carry(reduced, 5);
    for (int i = 0; i < LIMBS; i++) {
      h[i] = (h[i] & ~useReduced) | (reduced[i] & useReduced);
    }
    return h;
  }

  /** Adds a number, carries it through, and returns what is beyond 2^130. */
  private static int carry(int[] h, int more) {
    int carry = more;
    for (int i = 0; i < LIMBS; i++) {
      carry += h[i];
      h[i] = carry & LIMB_MASK;
      carry >>>= LIMB_BITS;
    }
    return carry;
  }

  /** The number and s modulo 2^128. */
  private static byte[] sum(int[] h, byte[] oneTimeKey) {
    byte[] tag = new byte[TAG_BYTES];
    int[] limbs = Arrays.copyOf(h, LIMBS + 1);
    int carry = 0;
    for (int i = 0; i < TAG_BYTES; i++) {
      int limb = 8 * i / LIMB_BITS;
      int bits = limbs[limb] | (limbs[limb + 1] << LIMB_BITS);
      carry += ((bits >>> (8 * i % LIMB_BITS)) & 0xff) + (oneTimeKey[BLOCK_BYTES + i] & 0xff);
      tag[i] = (byte) carry;
      carry >>>= 8;
    }
    return tag;
  }
}
