package dev.weft.origin.folder;

import java.util.regex.Pattern;

/**
 * A pattern for paths of a site.
 *
 * <p>{@code *} and {@code ?} stand for letters within a name, {@code **} for any number of names. A
 * pattern that starts with a slash is matched from the top of the site, another one at any depth:
 * {@code /img/**}, {@code *.css}, {@code /docs/**}{@code /*.pdf}. Paths are in the form of {@link
 * SitePath}.
 */
public final class Glob {
  private final String text;
  private final Pattern pattern;

  /** The pattern of the text. */
  public Glob(String text) {
    this.text = text;
    this.pattern = Pattern.compile(regex(text));
  }

  /** Whether it matches the whole path. */
  public boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  /** Whether it is the path of one file and not a pattern. */
  public boolean isPath() {
    return text.startsWith("/") && text.indexOf('*') < 0 && text.indexOf('?') < 0;
  }

  private static String regex(String text) {
    StringBuilder regex = new StringBuilder(text.startsWith("/") ? "" : "(?:.*/)?");
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("**/", at)) {
        regex.append("(?:.*/)?");
        at += 3;
      } else if (text.startsWith("**", at)) {
        regex.append(".*");
        at += 2;
      } else {
        char letter = text.charAt(at++);
        switch (letter) {
          case '*' -> regex.append("[^/]*");
          case '?' -> regex.append("[^/]");
          default -> regex.append(Pattern.quote(String.valueOf(letter)));
        }
      }
    }
    return regex.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
