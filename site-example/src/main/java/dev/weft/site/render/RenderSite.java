package dev.weft.site.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Writes the site's pictures, and its film when {@code ffmpeg} is on the path: {@code java -cp
 * site-example.jar dev.weft.site.render.RenderSite site-example/site [name…]}; without names,
 * everything.
 */
public final class RenderSite {
  private static final int WIDTH = 1600;
  private static final int HEIGHT = 1066;
  private static final int CLOTH = 1080;

  /** The cloth of a night is seen by day, and is a dark cloth still. */
  private static final double MAX_EXPOSURE = 1.8;

  private record Plate(
      String name,
      BiFunction<Integer, Integer, Canvas> landscape,
      Draft draft,
      int bands,
      int stripe,
      int ends) {}

  private static final List<Plate> PLATES =
      List.of(
          new Plate("passes", Plates::passes, Draft.TWILL, 12, 6, 108),
          new Plate("sand-sea", Plates::sandSea, Draft.HERRINGBONE, 9, 16, 128),
          new Plate("mesas", Plates::mesas, Draft.TWILL, 6, 4, 96),
          new Plate("drowned-coast", Plates::drownedCoast, Draft.PLAIN, 16, 3, 88),
          new Plate("green-hills", Plates::greenHills, Draft.BASKET, 10, 8, 120),
          new Plate("blue-ridges", Plates::blueRidges, Draft.DIAMOND, 8, 12, 120),
          new Plate("lights", Plates::lights, Draft.SHADOW, 12, 2, 110),
          new Plate("night", Plates::night, Draft.SATIN, 10, 10, 128));

  private RenderSite() {}

  /** The folder of the site, then names of plates, {@code cover}, {@code still} or {@code film}. */
  public static void main(String... arguments) throws IOException, InterruptedException {
    System.setProperty("java.awt.headless", "true");
    Path site = Path.of(arguments[0]);
    List<String> wanted = List.of(arguments).subList(1, arguments.length);
    Path pictures = Files.createDirectories(site.resolve("img"));
    for (Plate plate : PLATES) {
      if (wanted.isEmpty() || wanted.contains(plate.name)) {
        render(plate, pictures);
      }
    }
    if (wanted.isEmpty() || wanted.contains("cover")) {
      Canvas.writeJpeg(Cover.draw(1920, 1080), pictures.resolve("cover.jpg"), 0.72f);
    }
    if (wanted.isEmpty() || wanted.contains("still")) {
      Canvas.writeJpeg(Film.still(24.4), pictures.resolve("film.jpg"), 0.74f);
    }
    if (wanted.isEmpty() || wanted.contains("film")) {
      Film.render(Files.createDirectories(site.resolve("film")).resolve("a-day-woven.webm"));
    }
  }

  private static void render(Plate plate, Path pictures) throws IOException {
    Canvas landscape = plate.landscape.apply(WIDTH, HEIGHT);
    Canvas.writeJpeg(landscape.develop(0.018, 0.28), pictures.resolve(plate.name + ".jpg"), 0.84f);
    Rgb[] bands = dyes(landscape.bandsFromGround(plate.bands));
    Cloth cloth =
        new Cloth(
            plate.name.length() * 31 + plate.ends,
            plate.draft,
            Cloth.stripes(bands, plate.stripe),
            Cloth.stripes(bands, plate.stripe));
    Canvas.writeJpeg(
        cloth.draw(CLOTH, CLOTH, plate.ends).develop(0.012, 0.22),
        pictures.resolve(plate.name + "-cloth.jpg"),
        0.74f);
  }

  /** Dye is stronger than light through haze. */
  private static Rgb[] dyes(Rgb[] bands) {
    double brightest = 0;
    for (Rgb band : bands) {
      brightest = Math.max(brightest, band.grey());
    }
    double exposure = Math.max(1, Math.min(MAX_EXPOSURE, 0.72 / brightest));
    Rgb[] dyes = new Rgb[bands.length];
    for (int i = 0; i < bands.length; i++) {
      dyes[i] = bands[i].times(1.35).plus(Rgb.WHITE, -0.35 * bands[i].grey()).times(exposure);
    }
    return dyes;
  }
}
