package dev.weft.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page from the jar, in one file. Its own style and script, and nothing else, may run: they are
 * named by their hashes in the policy.
 */
final class Page {
  private static final Pattern INLINE =
      Pattern.compile("<(style|script)>(.*?)</\\1>", Pattern.DOTALL);

  private final byte[] bytes;
  private final String policy;

  private Page(byte[] bytes, String policy) {
    this.bytes = bytes;
    this.policy = policy;
  }

  /** The page of that name beside this class. */
  static Page load(String name) {
    byte[] bytes = resource(name);
    StringBuilder policy =
        new StringBuilder(
            "default-src 'none'; connect-src 'self'; img-src 'self'; base-uri 'none';"
                + " form-action 'none'; frame-ancestors 'none'");
    Matcher inline = INLINE.matcher(new String(bytes, StandardCharsets.UTF_8));
    while (inline.find()) {
      policy.append("; ").append(inline.group(1)).append("-src 'sha256-");
      policy.append(hash(inline.group(2))).append('\'');
    }
    return new Page(bytes, policy.toString());
  }

  /** A file that the build put beside this class. */
  static byte[] resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  void answer(Exchange exchange) {
    exchange.response().getHeaders().put("Content-Security-Policy", policy);
    exchange.response().getHeaders().put("Referrer-Policy", "no-referrer");
    exchange.answer(200, "text/html; charset=utf-8", bytes);
  }
}
