package dev.weft.bootstrap.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An HTML page with places named <code>{{name}}</code>; what is put there is escaped. */
final class Template {
  private final String text;

  private Template(String text) {
    this.text = text;
  }

  /** The page of that name beside this class. */
  static Template load(String name) {
    return new Template(new String(resource(name), StandardCharsets.UTF_8));
  }

  /** The bytes of a file that the build put beside this class. */
  static byte[] resource(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The page with its places filled. */
  String fill(Map<String, String> values) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{{" + value.getKey() + "}}", escape(value.getValue()));
    }
    return filled;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
