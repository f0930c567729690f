package dev.weft.origin.http;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The part of a representation that a {@code Range} header asks for (RFC 9110, section 14).
 *
 * <p>One range is served. A header that names several, another unit, or makes no sense is ignored,
 * as section 14.2 allows: the client gets the whole.
 *
 * @param first offset of the first byte
 * @param last offset of the last byte; less than {@code first} when no byte of the representation
 *     is in the range, see {@link #isSatisfiable}
 */
record ByteSpan(long first, long last) {
  private static final String UNIT = "bytes=";

  /** Eighteen digits fit a {@code long}; a longer number is no offset of any file. */
  private static final int MAX_DIGITS = 18;

  private static final ByteSpan UNSATISFIABLE = new ByteSpan(0, -1);

  /** Whether the representation has at least one byte of the range; if not the answer is 416. */
  boolean isSatisfiable() {
    return last >= first;
  }

  long length() {
    return last - first + 1;
  }

  String contentRange(long total) {
    return "bytes " + first + '-' + last + '/' + total;
  }

  /**
   * What the request asks for.
   *
   * @param total length of the representation in bytes
   * @return null when the whole is to be sent
   */
  static @Nullable ByteSpan of(HttpFields headers, long total) {
    List<String> fields = headers.getValuesList(HttpHeader.RANGE);
    if (fields.size() != 1) {
      return null;
    }
    String field = fields.get(0).trim();
    if (!field.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return null;
    }
    String spec = field.substring(UNIT.length()).trim();
    int hyphen = spec.indexOf('-');
    if (hyphen < 0) {
      return null;
    }
    String from = spec.substring(0, hyphen);
    String to = spec.substring(hyphen + 1);
    if (from.isEmpty()) {
      return isOffset(to) ? suffix(Long.parseLong(to), total) : null;
    }
    if (!isOffset(from) || !(to.isEmpty() || isOffset(to))) {
      return null;
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
    if (last < first) {
      return null;
    }
    return first < total ? new ByteSpan(first, Math.min(last, total - 1)) : UNSATISFIABLE;
  }

  private static @Nullable ByteSpan suffix(long count, long total) {
    if (count == 0) {
      return UNSATISFIABLE;
    }
    return total == 0 ? null : new ByteSpan(Math.max(0, total - count), total - 1);
  }

  private static boolean isOffset(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return false;
    }
    for (int index = 0; index < text.length(); index++) {
      if (text.charAt(index) < '0' || text.charAt(index) > '9') {
        return false;
      }
    }
    return true;
  }
}
