package dev.weft.origin.folder;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths of a site as text: {@code /img/a.webp}.
 *
 * <p>In a manifest, an access log and a rule a path stands as a page's {@code URL.pathname} gives
 * it: UTF-8, percent-encoded by the WHATWG path percent-encode set. So a client looks a path up
 * without decoding it.
 */
public final class SitePath {
  private static final String ENCODED_BESIDE_CONTROLS = " \"#%<>?^`{}";
  private static final String HEX = "0123456789ABCDEF";

  private SitePath() {}

  /**
   * The file names that a decoded path of a URL consists of, none for {@code /}.
   *
   * @return null when a part could leave the folder or is hidden: empty, {@code .}, {@code ..},
   *     starting with a dot, with a backslash, a colon or a control character
   */
  static @Nullable List<String> segments(String decoded) {
    if (!decoded.startsWith("/")) {
      return null;
    }
    String path = decoded.substring(1);
    if (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    } else if (path.isEmpty()) {
      return List.of();
    }
    List<String> segments = List.of(path.split("/", -1));
    for (String segment : segments) {
      if (segment.isEmpty() || segment.startsWith(".") || !isPlain(segment)) {
        return null;
      }
    }
    return segments;
  }

  private static boolean isPlain(String segment) {
    for (int index = 0; index < segment.length(); index++) {
      char letter = segment.charAt(index);
      if (letter < ' ' || letter == 0x7f || letter == '\\' || letter == ':') {
        return false;
      }
    }
    return true;
  }

  /** The path of the file's URL; the file is relative to the folder. */
  public static String of(Path relative) {
    StringBuilder out = new StringBuilder();
    for (Path name : relative) {
      out.append('/');
      encode(name.toString(), out);
    }
    return out.toString();
  }

  private static void encode(String name, StringBuilder out) {
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      int value = octet & 0xff;
      if (value <= 0x1f || value >= 0x7f || ENCODED_BESIDE_CONTROLS.indexOf(value) >= 0) {
        out.append('%').append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 0xf));
      } else {
        out.append((char) value);
      }
    }
  }
}
