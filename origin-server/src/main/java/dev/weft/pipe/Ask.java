package dev.weft.pipe;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;
import org.jspecify.annotations.Nullable;

/**
 * What a request's URL asks for.
 *
 * @param path the pipe's name: the path below the prefix, percent-decoded once, without its first
 *     slash
 * @param n how many receivers
 * @param min with how many to start after a while; n when the sender does not say
 * @param minWait after which while, from the sender's arrival; null for the server's default
 * @param progress whether it asks about the transfer only
 */
record Ask(String path, int n, int min, @Nullable Duration minWait, boolean progress) {
  /** Receivers of one transfer: each costs a connection and a scan of its position. */
  static final int MOST_RECEIVERS = 256;

  /** A path's characters: as long as any name of a person or a generator, and cheap to remember. */
  static final int MOST_PATH_CHARS = 512;

  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,2}");
  private static final Pattern SECONDS = Pattern.compile("0|[1-9][0-9]{0,4}");

  /**
   * Reads a URL.
   *
   * @param path decoded, below the prefix
   */
  static Ask of(HttpURI uri, String path) throws Refusal {
    if (path.length() > MOST_PATH_CHARS) {
      throw new Refusal(
          414, "The path has more than " + MOST_PATH_CHARS + " characters; choose a shorter one.");
    }
    Fields query = query(uri);
    String n = single(query, "n");
    int count = n == null ? 1 : count(n, "n", MOST_RECEIVERS);
    String least = single(query, "min");
    int min = least == null ? count : count(least, "min", count);
    String wait = single(query, "wait");
    return new Ask(
        path, count, min, wait == null ? null : seconds(wait), single(query, "progress") != null);
  }

  private static Fields query(HttpURI uri) throws Refusal {
    Fields query = new Fields();
    String text = uri.getQuery();
    if (text != null) {
      try {
        UrlEncoded.decodeTo(text, query::add, StandardCharsets.UTF_8);
      } catch (RuntimeException malformed) {
        throw new Refusal(
            400, "The part after the question mark is malformed; write it like ?n=30.");
      }
    }
    return query;
  }

  private static @Nullable String single(Fields query, String name) throws Refusal {
    List<String> values = query.getValues(name);
    if (values == null || values.isEmpty()) {
      return null;
    }
    if (values.size() > 1) {
      throw new Refusal(400, name + " is given " + values.size() + " times; give it once.");
    }
    return values.get(0);
  }

  private static int count(String text, String name, int most) throws Refusal {
    if (COUNT.matcher(text).matches() && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw new Refusal(
        400,
        name
            + " must be a whole number from 1 to "
            + most
            + ", not "
            + Refusal.quoted(text)
            + "; write it like ?"
            + (name.equals("n") ? "n=30." : "n=30&min=20, min not above n."));
  }

  private static Duration seconds(String text) throws Refusal {
    if (SECONDS.matcher(text).matches()) {
      return Duration.ofSeconds(Integer.parseInt(text));
    }
    throw new Refusal(
        400,
        "wait must be a whole number of seconds, not "
            + Refusal.quoted(text)
            + "; write it like ?n=30&min=20&wait=10.");
  }
}
