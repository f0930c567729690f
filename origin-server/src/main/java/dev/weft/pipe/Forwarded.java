package dev.weft.pipe;

import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Which of a sender's headers reach the receivers. */
final class Forwarded {
  /** All of a sender's headers that are looked at; they share a response's head with our own. */
  private static final int MOST_BYTES = 4096;

  private static final String HTML = "text/html";

  private Forwarded() {}

  /** Refuses headers that would not fit into a receiver's response. */
  static void check(HttpFields sender) throws Refusal {
    int bytes = 0;
    for (HttpField field : of(sender)) {
      String value = field.getValue();
      bytes += field.getName().length() + (value == null ? 0 : value.length());
    }
    if (bytes > MOST_BYTES) {
      throw new Refusal(
          431,
          "The headers that receivers get have "
              + bytes
              + " bytes; use at most "
              + MOST_BYTES
              + ".");
    }
  }

  /** The headers for a body that is forwarded as it comes. */
  static HttpFields of(HttpFields sender) {
    HttpFields.Mutable fields = extensions(sender);
    put(fields, HttpHeader.CONTENT_DISPOSITION, sender);
    put(fields, HttpHeader.CONTENT_ENCODING, sender);
    putType(fields, sender.get(HttpHeader.CONTENT_TYPE));
    return fields.asImmutable();
  }

  /** The headers for the first file of a form. */
  static HttpFields of(HttpFields sender, HttpFields part) {
    HttpFields.Mutable fields = extensions(sender);
    put(fields, HttpHeader.CONTENT_DISPOSITION, part);
    putType(fields, part.get(HttpHeader.CONTENT_TYPE));
    return fields.asImmutable();
  }

  private static HttpFields.Mutable extensions(HttpFields sender) {
    HttpFields.Mutable fields = HttpFields.build();
    for (HttpField field : sender) {
      String name = field.getLowerCaseName();
      if (name.equals("x-piping") || name.startsWith("x-weft-")) {
        fields.add(field);
      }
    }
    return fields;
  }

  private static void put(HttpFields.Mutable fields, HttpHeader name, HttpFields from) {
    String value = from.get(name);
    if (value != null) {
      fields.put(name, value);
    }
  }

  /** What a stranger sends is never a page of this server's own. */
  private static void putType(HttpFields.Mutable fields, @Nullable String type) {
    if (type != null) {
      boolean page = type.trim().toLowerCase(Locale.ROOT).startsWith(HTML);
      fields.put(
          HttpHeader.CONTENT_TYPE,
          page ? "text/plain" + type.trim().substring(HTML.length()) : type);
    }
  }
}
