package dev.weft.origin.folder;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.MimeTypes;
import org.jspecify.annotations.Nullable;

/** Media types by the ends of file names. */
public final class MediaTypes {
  private static final String UNKNOWN = "application/octet-stream";
  private static final String UTF_8 = "; charset=utf-8";

  /** What the web uses and Jetty's table lacks or has otherwise. */
  private static final Map<String, String> WEB =
      Map.ofEntries(
          Map.entry("apng", "image/apng"),
          Map.entry("avif", "image/avif"),
          Map.entry("flac", "audio/flac"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("js", "text/javascript"),
          Map.entry("jxl", "image/jxl"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("m4v", "video/mp4"),
          Map.entry("map", "application/json"),
          Map.entry("md", "text/markdown"),
          Map.entry("mjs", "text/javascript"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("oga", "audio/ogg"),
          Map.entry("ogg", "audio/ogg"),
          Map.entry("ogv", "video/ogg"),
          Map.entry("opus", "audio/ogg"),
          Map.entry("otf", "font/otf"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("ttf", "font/ttf"),
          Map.entry("vtt", "text/vtt"),
          Map.entry("wav", "audio/wav"),
          Map.entry("webm", "video/webm"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("webp", "image/webp"),
          Map.entry("woff", "font/woff"),
          Map.entry("woff2", "font/woff2"));

  private static final Set<String> COMPRESSIBLE =
      Set.of(
          "application/javascript",
          "application/json",
          "application/manifest+json",
          "application/vnd.ms-fontobject",
          "application/wasm",
          "application/xml",
          "font/otf",
          "font/ttf",
          "image/bmp",
          "image/x-icon");

  private static final Set<String> TEXT_BESIDE_TEXT =
      Set.of("application/json", "application/manifest+json", "application/xml", "image/svg+xml");

  private MediaTypes() {}

  /** The {@code Content-Type} of a file; text is taken to be UTF-8. */
  public static String of(String fileName) {
    String bare = bareType(fileName);
    boolean text = bare.startsWith("text/") || TEXT_BESIDE_TEXT.contains(bare);
    return text ? bare + UTF_8 : bare;
  }

  /** The ends of file names, without a dot, that have a type of their own. */
  public static Set<String> known() {
    Set<String> known = new TreeSet<>(MimeTypes.DEFAULTS.getMimeMap().keySet());
    known.addAll(WEB.keySet());
    return known;
  }

  private static String bareType(String fileName) {
    int dot = fileName.lastIndexOf('.');
    String web = dot < 0 ? null : WEB.get(fileName.substring(dot + 1).toLowerCase(Locale.ROOT));
    if (web != null) {
      return web;
    }
    @Nullable String known = MimeTypes.DEFAULTS.getMimeByExtension(fileName);
    return known == null ? UNKNOWN : bare(known);
  }

  private static String bare(String mediaType) {
    int semicolon = mediaType.indexOf(';');
    return (semicolon < 0 ? mediaType : mediaType.substring(0, semicolon)).trim();
  }

  /** Whether gzip makes files of this type smaller, as a rule. */
  public static boolean isCompressible(String mediaType) {
    String bare = bare(mediaType);
    return bare.startsWith("text/")
        || bare.endsWith("+xml")
        || bare.endsWith("+json")
        || COMPRESSIBLE.contains(bare);
  }

  /** Whether it is a page, which is shared only when it is included by name. */
  public static boolean isHtml(String mediaType) {
    String bare = bare(mediaType);
    return bare.equals("text/html") || bare.equals("application/xhtml+xml");
  }
}
