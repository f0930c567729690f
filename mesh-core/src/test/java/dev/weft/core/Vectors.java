package dev.weft.core;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Test vectors from a file under {@code vectors/}: lines of {@code name: value}, a blank line
 * between cases, {@code #} before a comment.
 */
public final class Vectors {
  private Vectors() {}

  /** All cases of a file. */
  public static List<Case> read(String file) {
    try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
      if (in == null) {
        throw new AssertionError("no vectors/" + file);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static List<Case> parse(String text) {
    List<Case> cases = new ArrayList<>();
    Map<String, String> current = new LinkedHashMap<>();
    for (String line : (text + "\n").lines().toList()) {
      if (line.startsWith("#")) {
        continue;
      }
      if (line.isBlank()) {
        if (!current.isEmpty()) {
          cases.add(new Case(current));
          current = new LinkedHashMap<>();
        }
        continue;
      }
      int colon = line.indexOf(':');
      current.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    if (!current.isEmpty()) {
      cases.add(new Case(current));
    }
    return cases;
  }

  /** One case: named values. */
  public record Case(Map<String, String> values) {
    /** A value as text. */
    public String text(String name) {
      String value = values.get(name);
      if (value == null) {
        throw new AssertionError("no " + name + " in " + values);
      }
      return value;
    }

    /** A value as bytes. */
    public byte[] bytes(String name) {
      return HexFormat.of().parseHex(text(name));
    }
  }
}
