package dev.weft.origin.folder;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The response headers of a file: the server's own, then those of the site's rules, of which the
 * last that matches wins.
 */
public final class HeaderRules {
  /** Names with a part that only a build writes: eight or more letters of a hash. */
  private static final Pattern FINGERPRINTED =
      Pattern.compile(".*[.-](?=[^.]*[0-9])[0-9A-Za-z_]{8,}\\.[0-9a-z.]+");

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final String REVALIDATE = "no-cache";

  private final List<Rule> rules;
  private final boolean cached;

  private HeaderRules(List<Rule> rules, boolean cached) {
    this.rules = List.copyOf(rules);
    this.cached = cached;
  }

  /** The headers that this server sends: of the rules, later ones over earlier ones. */
  public HeaderRules(List<Rule> rules) {
    this(rules, true);
  }

  /** The headers of a server that says nothing on its own, as far as is known. */
  public static HeaderRules foreign(List<Rule> rules) {
    return new HeaderRules(rules, false);
  }

  /** A header for the files whose path the pattern matches. */
  public record Rule(Glob glob, String name, String value) {
    /**
     * Reads {@code GLOB=NAME: VALUE}.
     *
     * @throws IllegalArgumentException with a sentence for people when it has another form
     */
    public static Rule parse(String text) {
      int equals = text.indexOf('=');
      int colon = text.indexOf(':', equals + 1);
      if (equals <= 0 || colon < 0) {
        throw new IllegalArgumentException(
            "'" + text + "' is not of the form GLOB=NAME: VALUE, as in '/img/**=Cache-Control: …'");
      }
      String name = text.substring(equals + 1, colon).trim();
      String value = text.substring(colon + 1).trim();
      if (!TOKEN.matcher(name).matches() || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
        throw new IllegalArgumentException("'" + text + "' holds no valid header");
      }
      return new Rule(new Glob(text.substring(0, equals)), name, value);
    }
  }

  /** The headers of the file at the path, by name without regard to case. */
  public Map<String, String> of(String path) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (cached) {
      headers.put("Cache-Control", FINGERPRINTED.matcher(name).matches() ? FOREVER : REVALIDATE);
    }
    for (Rule rule : rules) {
      if (rule.glob().matches(path)) {
        headers.put(rule.name(), rule.value());
      }
    }
    return headers;
  }
}
