package dev.weft.bench.page;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * The site that is visited: one page twice, with Weft and without, and assets of the sizes that
 * pages have. The same in each run.
 */
final class PageSite {
  static final String WITH = "with.html";
  static final String WITHOUT = "without.html";

  /** How often the visitor asks for a few assets more, as when he scrolls. */
  private static final int SCREENS = 6;

  /** Pictures of each screen. */
  private static final int PICTURES = 3;

  /** How large pictures are, each way; three bytes a pixel, as noise is not compressed. */
  private static final int[] PIXELS = {64, 90, 110, 130, 180};

  private static final int STYLE_BYTES = 12 << 10;
  private static final int SCRIPT_BYTES = 30 << 10;

  /** Other bytes each, so that none is in the cache for another's sake. */
  private static final List<String> FONTS = List.of("fraunces.woff2", "inter.woff2");

  private final Path folder;

  private PageSite(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes the site.
   *
   * @param fonts a folder with some
   */
  static void write(Path folder, Path fonts) throws IOException {
    PageSite site = new PageSite(folder);
    site.write(first());
    for (List<String> screen : screens()) {
      site.write(screen);
    }
    for (String font : FONTS) {
      Files.copy(fonts.resolve(font), folder.resolve(font));
    }
    try (InputStream script = PageSite.class.getResourceAsStream("visit.js")) {
      Files.copy(Objects.requireNonNull(script), folder.resolve("visit.js"));
    }
    Files.writeString(folder.resolve(WITHOUT), page(""));
    Files.writeString(folder.resolve(WITH), page("<script src=/weft/weft.js defer></script>\n"));
  }

  /** What the page's own markup asks for. */
  static List<String> first() {
    List<String> paths = new ArrayList<>(List.of("/first.css", "/first.js"));
    for (int pixels : PIXELS) {
      paths.add("/first-" + pixels + ".png");
    }
    return paths;
  }

  /** What the visitor asks for then: pictures, and a style sheet, a script or a font. */
  static List<List<String>> screens() {
    List<List<String>> screens = new ArrayList<>();
    for (int screen = 0; screen < SCREENS; screen++) {
      List<String> paths = new ArrayList<>();
      for (int picture = 0; picture < PICTURES; picture++) {
        paths.add("/screen" + screen + "-" + PIXELS[(screen + picture) % PIXELS.length] + ".png");
      }
      paths.add(
          switch (screen % 3) {
            case 0 -> "/screen" + screen + ".css";
            case 1 -> "/screen" + screen + ".js";
            default -> "/" + FONTS.get(screen / 3);
          });
      screens.add(paths);
    }
    return screens;
  }

  private static String page(String weft) {
    StringBuilder html =
        new StringBuilder("<!doctype html>\n<meta charset=utf-8>\n<title>A page</title>\n")
            .append("<link rel=stylesheet href=/first.css>\n<script src=/visit.js></script>\n")
            .append("<script src=/first.js defer></script>\n")
            .append(weft);
    for (String path : first()) {
      if (path.endsWith(".png")) {
        html.append("<img src=").append(path).append(" alt=''>\n");
      }
    }
    return html.toString();
  }

  /** Writes those of the assets that are made up. */
  private void write(List<String> paths) throws IOException {
    for (String path : paths) {
      SplittableRandom random = new SplittableRandom(path.hashCode());
      Path file = folder.resolve(path.substring(1));
      if (path.endsWith(".css")) {
        Files.writeString(file, comment(random, STYLE_BYTES));
      } else if (path.endsWith(".js")) {
        Files.writeString(file, comment(random, SCRIPT_BYTES));
      } else if (path.endsWith(".png")) {
        int pixels = Integer.parseInt(path.replaceAll(".*-|\\.png", ""));
        picture(random, pixels, file);
      }
    }
  }

  private static void picture(SplittableRandom random, int pixels, Path file) throws IOException {
    BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
    for (int at = 0; at < pixels * pixels; at++) {
      image.setRGB(at % pixels, at / pixels, random.nextInt());
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      ImageIO.write(image, "png", out);
    }
  }

  /** Of about so many bytes in scripts and styles alike. */
  private static String comment(SplittableRandom random, int bytes) {
    byte[] noise = new byte[bytes / 4 * 3];
    random.nextBytes(noise);
    return "/* " + Base64.getEncoder().encodeToString(noise).replace('/', '_') + " */\n";
  }
}
