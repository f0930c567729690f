package dev.weft.pipe;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * What a sender says about its body's SHA-256.
 *
 * @param reckoned whether it is to be reckoned at all
 * @param declared what it must be, in lower-case hexadecimal; null when the sender does not say
 */
record DigestWish(boolean reckoned, @Nullable String declared) {
  private static final String NONE = "none";
  private static final Pattern DIGEST = Pattern.compile("(?:sha-256=)?([0-9a-f]{64})");

  /** Reads a sender's headers. */
  static DigestWish of(HttpFields headers) throws Refusal {
    List<String> values = headers.getValuesList(ReceiverResponse.DIGEST);
    if (values.isEmpty()) {
      return new DigestWish(true, null);
    }
    String text = String.join(",", values).trim().toLowerCase(Locale.ROOT);
    if (text.equals(NONE)) {
      return new DigestWish(false, null);
    }
    var matcher = DIGEST.matcher(text);
    if (!matcher.matches()) {
      throw new Refusal(
          400,
          ReceiverResponse.DIGEST
              + " is the body's SHA-256 in 64 hexadecimal digits, as sha256sum prints it, or none,"
              + " to have none reckoned.");
    }
    return new DigestWish(true, matcher.group(1));
  }
}
