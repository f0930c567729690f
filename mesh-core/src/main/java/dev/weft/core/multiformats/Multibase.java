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
    char first = text.isEmpty() ? 0 : text.charAt(0);
    Multibase base;
    if (first == BASE32.prefix) {
      base = BASE32;
    } else if (first == BASE58_BTC.prefix) {
      base = BASE58_BTC;
    } else if (first == BASE64_URL.prefix) {
      base = BASE64_URL;
    } else if (first == BASE36.prefix) {
      base = BASE36;
    } else {
      throw malformed("unknown base");
    }
    return base.decodeBare(text.substring(1));
  }

  /** The text with its prefix. */
  public String encode(byte[] bytes) {
    return prefix + encodeBare(bytes);
  }

  /** The text without the prefix. */
  public String encodeBare(byte[] bytes) {
    return bitsPerChar == 0 ? encodeNumber(bytes) : encodeBits(bytes);
  }

  /**
   * The bytes of a text without prefix.
   *
   * @throws MeshException code {@code bad-multibase} when it is malformed
   */
  public byte[] decodeBare(String text) {
    return bitsPerChar == 0 ? decodeNumber(text) : decodeBits(text);
  }

  private String encodeBits(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length * 8 / bitsPerChar + 1);
    int pending = 0;
    int bits = 0;
    for (byte next : bytes) {
      pending = (pending << 8) | (next & 0xff);
      for (bits += 8; bits >= bitsPerChar; ) {
        bits -= bitsPerChar;
        text.append(alphabet.charAt(pending >>> bits));
        pending &= (1 << bits) - 1;
      }
    }
    if (bits > 0) {
      text.append(alphabet.charAt(pending << (bitsPerChar - bits)));
    }
    return text.toString();
  }

  private byte[] decodeBits(String text) {
    byte[] bytes = new byte[(int) ((long) text.length() * bitsPerChar / 8)];
    int pending = 0;
    int bits = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      pending = (pending << bitsPerChar) | digit(text.charAt(i));
      bits += bitsPerChar;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (pending >>> bits);
        pending &= (1 << bits) - 1;
      }
    }
    if (bits >= bitsPerChar || pending != 0) {
      throw malformed("bits left over");
    }
    return bytes;
  }

  /** A leading zero byte is a leading zero digit; the rest is one big number, as in base58btc. */
  private String encodeNumber(byte[] bytes) {
    int radix = alphabet.length();
    int zeros = leadingZeros(bytes);
    // Digits, lowest first: log(256) / log(36) < 1.6 a byte.
    byte[] digits = new byte[bytes.length * 8 / 5 + 1];
    int count = 0;
    for (int i = zeros; i < bytes.length; i++) {
      int carry = bytes[i] & 0xff;
      for (int d = 0; d < count; d++) {
        carry += digits[d] << 8;
        digits[d] = (byte) (carry % radix);
        carry /= radix;
      }
      for (; carry > 0; carry /= radix) {
        digits[count++] = (byte) (carry % radix);
      }
    }
    StringBuilder text = new StringBuilder(zeros + count);
    for (int i = 0; i < zeros; i++) {
      text.append(alphabet.charAt(0));
    }
    while (count > 0) {
      text.append(alphabet.charAt(digits[--count]));
    }
    return text.toString();
  }

  private byte[] decodeNumber(String text) {
    if (text.length() > MAX_RADIX_CHARS) {
      throw malformed("too long");
    }
    int radix = alphabet.length();
    int zeros = 0;
    while (zeros < text.length() && text.charAt(zeros) == alphabet.charAt(0)) {
      zeros++;
    }
    // The number fills the array from its end.
    byte[] bytes = new byte[text.length()];
    int start = bytes.length;
    for (int i = zeros; i < text.length(); i++) {
      int carry = digit(text.charAt(i));
      for (int b = bytes.length - 1; b >= start; b--) {
        carry += (bytes[b] & 0xff) * radix;
        bytes[b] = (byte) carry;
        carry >>>= 8;
      }
      if (carry > 0) {
        bytes[--start] = (byte) carry;
      }
    }
    return Arrays.copyOfRange(bytes, start - zeros, bytes.length);
  }

  private static int leadingZeros(byte[] bytes) {
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    return zeros;
  }

  private int digit(char symbol) {
    int digit = alphabet.indexOf(symbol);
    if (digit < 0) {
      throw malformed("bad character");
    }
    return digit;
  }

  private static MeshException malformed(String message) {
    return MeshException.peer("bad-multibase", message);
  }
}
