package dev.weft.browser.driver;

import org.jspecify.annotations.Nullable;

/**
 * A {@code Content-Range} of bytes, RFC 9110 section 14.4.
 *
 * @param first offset of the first byte
 * @param total the whole size, −1 when it is not told
 */
record ContentRange(long first, long total) {
  /** {@code bytes 0-99/1234} or {@code bytes 0-99/*}; null for anything else. */
  static @Nullable ContentRange parse(@Nullable String header) {
    if (header == null || !header.startsWith("bytes ")) {
      return null;
    }
    int dash = header.indexOf('-');
    int slash = header.indexOf('/');
    if (dash < 0 || slash < dash) {
      return null;
    }
    long first = number(header.substring(6, dash));
    return first < 0 ? null : new ContentRange(first, number(header.substring(slash + 1)));
  }

  /** A decimal of at most 15 digits, else −1. */
  static long number(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > 15) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
