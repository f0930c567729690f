package dev.weft.core.multiformats;

import dev.weft.core.io.MeshException;
import java.util.Arrays;

/**
 * The text forms of bytes (multiformats/multibase): a prefix character names the base of the rest.
 *
 * <p>Only the canonical, lower-case, unpadded forms are known, as the specs of CIDs and peer ids
 * ask for; decoding is strict, so each value has one text a base.
 */
public final class Multibase {
  /** Prefix {@code z}: CIDs of version 0 and peer ids, there without the prefix. */
  public static final Multibase BASE58_BTC =
      new Multibase('z', "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 0);

  /** Prefix {@code b}: RFC 4648 base32, the default of CIDs. */
  public static final Multibase BASE32 = new Multibase('b', "abcdefghijklmnopqrstuvwxyz234567", 5);

  /** Prefix {@code k}: used for names, as it fits a DNS label. */
  public static final Multibase BASE36 =
      new Multibase('k', "0123456789abcdefghijklmnopqrstuvwxyz", 0);

  /** Prefix {@code u}: RFC 4648 base64url without padding. */
  public static final Multibase BASE64_URL =
      new Multibase('u', "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6);

  /** Prefix {@code 9}: decimal numbers, here those of multiaddrs. */
  static final Multibase BASE10 = new Multibase('9', "0123456789", 0);

  private static final Multibase[] BASES = {BASE32, BASE58_BTC, BASE64_URL, BASE36};

  /**
   * The longest text, in characters, of a base that is no power of two: decoding takes quadratic
   * time, and what we read in these bases (peer ids, CIDs) has less than 100.
   */
  static final int MAX_RADIX_CHARS = 512;

  private final char prefix;
  private final String alphabet;
  private final int bitsPerChar;

  /** Zero bits a character: the bytes are one number, written in as many digits as it needs. */
  private Multibase(char prefix, String alphabet, int bitsPerChar) {
    this.prefix = prefix;
    this.alphabet = alphabet;
    this.bitsPerChar = bitsPerChar;
  }

  /**
   * The bytes of a text with its prefix.
   *
   * @throws MeshException code {@code bad-multibase} for an unknown prefix or malformed text
   */
  public static byte[] decode(String text) {
    for (Multibase base : BASES) {
      if (!text.isEmpty() && text.charAt(0) == base.prefix) {
        return base.decodeBare(text.substring(1));
      }
    }
    throw malformed();
  }

  /** The text with its prefix. */
  public String encode(byte[] bytes) {
    return prefix + encodeBare(bytes);
  }

  /** The text without the prefix. */
  public String encodeBare(byte[] bytes) {
    byte[] digits =
        bitsPerChar == 0
            ? changeRadix(bytes, 256, alphabet.length())
            : regroupBits(bytes, 8, bitsPerChar);
    StringBuilder text = new StringBuilder(digits.length);
    for (byte digit : digits) {
      text.append(alphabet.charAt(digit));
    }
    return text.toString();
  }

  /**
   * The bytes of a text without prefix.
   *
   * @throws MeshException code {@code bad-multibase} when it is malformed
   */
  public byte[] decodeBare(String text) {
    if (bitsPerChar == 0 && text.length() > MAX_RADIX_CHARS) {
      throw malformed();
    }
    byte[] digits = new byte[text.length()];
    for (int i = 0; i < digits.length; i++) {
      int digit = alphabet.indexOf(text.charAt(i));
      if (digit < 0) {
        throw malformed();
      }
      digits[i] = (byte) digit;
    }
    return bitsPerChar == 0
        ? changeRadix(digits, alphabet.length(), 256)
        : regroupBits(digits, bitsPerChar, 8);
  }

  /** Bits that are left over are padded with zeros in text, and have to be zeros in bytes. */
  private static byte[] regroupBits(byte[] in, int inBits, int outBits) {
    byte[] out = new byte[(in.length * inBits + outBits - 1) / outBits];
    int size = 0;
    int pending = 0;
    int bits = 0;
    for (byte next : in) {
      pending = (pending << inBits) | (next & 0xff);
      bits += inBits;
      while (bits >= outBits) {
        bits -= outBits;
        out[size++] = (byte) (pending >> bits);
        pending &= (1 << bits) - 1;
      }
    }
    if (outBits < 8 && bits > 0) {
      out[size++] = (byte) (pending << (outBits - bits));
    } else if (bits >= inBits || pending != 0) {
      throw malformed();
    }
    return Arrays.copyOf(out, size);
  }

  /** A leading zero stays one; the rest is one big number, as in base58btc. */
  private static byte[] changeRadix(byte[] in, int from, int to) {
    int zeros = 0;
    while (zeros < in.length && in[zeros] == 0) {
      zeros++;
    }
    // The number fills the array from its end: log(256) / log(10) < 3 digits for each.
    byte[] out = new byte[3 * in.length];
    int start = out.length;
    for (int i = zeros; i < in.length; i++) {
      int carry = in[i] & 0xff;
      for (int at = out.length - 1; at >= start || carry > 0; at--) {
        carry += (out[at] & 0xff) * from;
        out[at] = (byte) (carry % to);
        carry /= to;
        start = Math.min(start, at);
      }
    }
    return Arrays.copyOfRange(out, start - zeros, out.length);
  }

  private static MeshException malformed() {
    return MeshException.peer("bad-multibase");
  }
}
