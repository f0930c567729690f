package dev.weft.site.render;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A picture in the making, drawn {@value #OVERSAMPLING} times finer each way than it is stored. */
final class Canvas {
  static final int OVERSAMPLING = 2;

  private final int width;
  private final int height;
  private final Rgb[] pixels;

  /** Sizes in pixels of the stored picture. */
  Canvas(int width, int height) {
    this.width = width * OVERSAMPLING;
    this.height = height * OVERSAMPLING;
    pixels = new Rgb[this.width * this.height];
  }

  /** Drawn pixels, not stored ones. */
  int width() {
    return width;
  }

  /** Drawn pixels, not stored ones. */
  int height() {
    return height;
  }

  double aspect() {
    return (double) width / height;
  }

  void set(int x, int y, Rgb color) {
    pixels[y * width + x] = color;
  }

  Rgb get(int x, int y) {
    return pixels[y * width + x];
  }

  /**
   * Draws columns on all processors; {@code painter} gets a column's index and owns that column.
   */
  void columns(java.util.function.IntConsumer painter) {
    IntStream.range(0, width).parallel().forEach(painter);
  }

  /** Sets each pixel from its place: x and y both 0 to 1, from the upper left. */
  void fill(Shader shader) {
    columns(
        x -> {
          for (int y = 0; y < height; y++) {
            set(x, y, shader.at((x + 0.5) / width, (y + 0.5) / height));
          }
        });
  }

  /** A colour for a place on the canvas, both 0 to 1. */
  interface Shader {
    Rgb at(double x, double y);
  }

  /** The mean colours of {@code bands} equal rows, lowest first. */
  Rgb[] bandsFromGround(int bands) {
    Rgb[] means = new Rgb[bands];
    for (int band = 0; band < bands; band++) {
      Rgb sum = Rgb.BLACK;
      int count = 0;
      for (int y = height * (bands - 1 - band) / bands;
          y < height * (bands - band) / bands;
          y += 8) {
        for (int x = width / 4; x < width * 3 / 4; x += 8) {
          sum = sum.plus(get(x, y), 1);
          count++;
        }
      }
      means[band] = sum.times(1.0 / count);
    }
    return means;
  }

  /** The stored size, with a little film grain and darker corners. */
  BufferedImage develop(double grain, double vignette) {
    BufferedImage image =
        new BufferedImage(width / OVERSAMPLING, height / OVERSAMPLING, BufferedImage.TYPE_INT_RGB);
    Noise film = new Noise(77);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        Rgb sum = Rgb.BLACK;
        for (int i = 0; i < OVERSAMPLING * OVERSAMPLING; i++) {
          sum =
              sum.plus(
                  get(x * OVERSAMPLING + i % OVERSAMPLING, y * OVERSAMPLING + i / OVERSAMPLING), 1);
        }
        double dx = (double) x / image.getWidth() - 0.5;
        double dy = (double) y / image.getHeight() - 0.5;
        double light = 1 - vignette * (dx * dx + dy * dy);
        double speck = (film.cell(x, y) - 0.5) * grain;
        Rgb mean = sum.times(light / (OVERSAMPLING * OVERSAMPLING)).plus(Rgb.WHITE, speck);
        image.setRGB(x, y, mean.toInt());
      }
    }
    return image;
  }

  /** Writes a progressive JPEG; {@code quality} 0 to 1. */
  static void writeJpeg(BufferedImage image, Path file, float quality) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam options = writer.getDefaultWriteParam();
    options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    options.setCompressionQuality(quality);
    options.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    try (OutputStream out = Files.newOutputStream(file);
        ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), options);
    } finally {
      writer.dispose();
    }
  }
}
