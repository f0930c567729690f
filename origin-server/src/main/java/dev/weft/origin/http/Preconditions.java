package dev.weft.origin.http;

import java.time.Instant;
import java.util.List;
import org.eclipse.jetty.http.HttpDateTime;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Conditional requests: RFC 9110, section 13, in the order of its section 13.2.2.
 *
 * @param etag the strong entity tag of the selected variant, with quotes
 * @param lastModified null when the resource has no such time
 */
record Preconditions(String etag, @Nullable Instant lastModified) {
  /** The status that ends the request here (304 or 412), or 0 to go on. */
  int evaluate(HttpFields request) {
    List<String> match = request.getValuesList(HttpHeader.IF_MATCH);
    if (!match.isEmpty()) {
      if (!anyMatches(match, false)) {
        return HttpStatus.PRECONDITION_FAILED_412;
      }
    } else if (changedSince(request.get(HttpHeader.IF_UNMODIFIED_SINCE))) {
      return HttpStatus.PRECONDITION_FAILED_412;
    }
    List<String> noneMatch = request.getValuesList(HttpHeader.IF_NONE_MATCH);
    if (!noneMatch.isEmpty()) {
      return anyMatches(noneMatch, true) ? HttpStatus.NOT_MODIFIED_304 : 0;
    }
    return unchangedSince(request.get(HttpHeader.IF_MODIFIED_SINCE))
        ? HttpStatus.NOT_MODIFIED_304
        : 0;
  }

  /** Whether a range may be sent: no {@code If-Range}, or one that names this very variant. */
  boolean rangeAllowed(HttpFields request) {
    String condition = request.get(HttpHeader.IF_RANGE);
    if (condition == null) {
      return true;
    }
    if (condition.indexOf('"') >= 0) {
      return condition.trim().equals(etag);
    }
    long date = HttpDateTime.parseToEpoch(condition);
    return lastModified != null && date >= 0 && date == wholeSeconds(lastModified) * 1000;
  }

  /** Whether the fields list this tag or the star; what is no tag is passed over. */
  private boolean anyMatches(List<String> fields, boolean weakly) {
    for (String field : fields) {
      if (field.trim().equals("*") || lists(field, weakly)) {
        return true;
      }
    }
    return false;
  }

  private boolean lists(String field, boolean weakly) {
    int open = field.indexOf('"');
    while (open >= 0) {
      int close = field.indexOf('"', open + 1);
      if (close < 0) {
        return false;
      }
      boolean weak = open >= 2 && field.startsWith("W/", open - 2);
      if ((weakly || !weak) && field.substring(open, close + 1).equals(etag)) {
        return true;
      }
      open = field.indexOf('"', close + 1);
    }
    return false;
  }

  private boolean changedSince(@Nullable String field) {
    if (field == null || lastModified == null) {
      return false;
    }
    long date = HttpDateTime.parseToEpoch(field);
    return date >= 0 && wholeSeconds(lastModified) * 1000 > date;
  }

  private boolean unchangedSince(@Nullable String field) {
    if (field == null || lastModified == null) {
      return false;
    }
    long date = HttpDateTime.parseToEpoch(field);
    return date >= 0 && wholeSeconds(lastModified) * 1000 <= date;
  }

  private static long wholeSeconds(Instant time) {
    return time.getEpochSecond();
  }
}
