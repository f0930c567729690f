package dev.weft.site.render;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * The film: a loom weaves ranges of mountains from dawn to night. The cloth moves down, the shuttle
 * lays a pick a beat, above it the bare warp waits.
 */
final class Film {
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 720;
  private static final int FRAMES_PER_SECOND = 24;
  private static final int SECONDS = 32;

  /** Pixels a thread. */
  private static final int PITCH = 8;

  /** Picks a second: the cloth grows by this many threads. */
  private static final double BEATS = 6;

  /** Where the fell is: bare warp above, cloth below; a share of the height. */
  private static final double FELL = 0.3;

  /** Kilobits a second that give a film of about ten megabytes. */
  private static final int BITRATE = 2600;

  /** Picks from one range to the next. */
  private static final int PERIOD = 15;

  private static final Gradient AIR =
      Gradient.of(
          0xffd9ae, 0xf6b39a, 0xbcd0e6, 0x9cc4ea, 0xa9cfe8, 0xf2c48f, 0xe07a6c, 0x6a4d86, 0x1c2350,
          0x0b1030);

  private static final Gradient RANGE =
      Gradient.of(
          0x8a5d84, 0x9a6d8c, 0x4f7fae, 0x3d7a8f, 0x487f6b, 0x9a6a4b, 0x7a3f58, 0x33285e, 0x0c1230,
          0x060818);

  private final Noise noise = new Noise(41);
  private final Cloth cloth = new Cloth(8, Draft.PLAIN, this::warp, this::weft);

  private Film() {}

  /** One moment of the film. */
  static BufferedImage still(double second) {
    byte[] pixels = new Film().frame(second);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int rgb =
          ((pixels[i * 3] & 255) << 16)
              | ((pixels[i * 3 + 1] & 255) << 8)
              | (pixels[i * 3 + 2] & 255);
      image.setRGB(i % WIDTH, i / WIDTH, rgb);
    }
    return image;
  }

  /** Writes a VP9 film; needs {@code ffmpeg} on the path. */
  static void render(Path file) throws IOException, InterruptedException {
    Process encoder =
        new ProcessBuilder(
                "ffmpeg",
                "-y",
                "-loglevel",
                "error",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24",
                "-s",
                WIDTH + "x" + HEIGHT,
                "-r",
                String.valueOf(FRAMES_PER_SECOND),
                "-i",
                "-",
                "-c:v",
                "libvpx-vp9",
                "-b:v",
                BITRATE + "k",
                "-maxrate",
                BITRATE * 3 / 2 + "k",
                "-bufsize",
                BITRATE * 2 + "k",
                "-row-mt",
                "1",
                "-cpu-used",
                "4",
                "-g",
                "96",
                "-pix_fmt",
                "yuv420p",
                "-map_metadata",
                "-1",
                "-fflags",
                "+bitexact",
                "-flags:v",
                "+bitexact",
                file.toString())
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Film film = new Film();
    try (OutputStream frames = new BufferedOutputStream(encoder.getOutputStream(), 1 << 20)) {
      for (int frame = 0; frame < SECONDS * FRAMES_PER_SECOND; frame++) {
        frames.write(film.frame((double) frame / FRAMES_PER_SECOND));
      }
    }
    if (encoder.waitFor() != 0) {
      throw new IOException("ffmpeg ended with " + encoder.exitValue());
    }
  }

  /** Pixels in rows, three bytes each. */
  private byte[] frame(double second) {
    byte[] pixels = new byte[WIDTH * HEIGHT * 3];
    double grown = second * BEATS;
    IntStream.range(0, HEIGHT)
        .parallel()
        .forEach(
            y -> {
              for (int x = 0; x < WIDTH; x++) {
                int color = at(x, y, grown).toInt();
                int offset = (y * WIDTH + x) * 3;
                pixels[offset] = (byte) (color >> 16);
                pixels[offset + 1] = (byte) (color >> 8);
                pixels[offset + 2] = (byte) color;
              }
            });
    return pixels;
  }

  private Rgb at(int x, int y, double grown) {
    double column = (x + 0.5) / PITCH;
    double above = (HEIGHT * FELL - y) / PITCH;
    double beat = Curve.fraction(grown);
    int pick = (int) Math.floor(grown);
    double row = -above - Curve.smooth(0.7, 1, beat) - pick;
    double light = 1.25 - 0.3 * Math.hypot((x - WIDTH / 2.0) / WIDTH, (y - HEIGHT / 2.0) / HEIGHT);
    if (row > -pick) {
      double edge = Curve.smooth(0, 5, row + pick);
      return cloth.at(column, row).times(light * (0.72 + 0.28 * edge));
    }
    return shed(column, above, beat, pick).times(light);
  }

  /** Bare warp over the dark of the loom, and the shuttle on its way. */
  private Rgb shed(double column, double above, double beat, int pick) {
    int end = (int) Math.floor(column);
    boolean raised = Draft.PLAIN.warpUp(end, pick);
    double opened = Math.sin(Math.PI * Curve.smooth(0, 0.85, beat));
    double width = 0.4 - 0.1 * Curve.clamp(above / 40) * (raised ? -opened : opened);
    double side = (column - end - 0.5) / width;
    Rgb back = Rgb.of(0x17131c).mix(Rgb.of(0x2d2430), Curve.clamp(above / 30));
    double shuttleAt = travel(beat, pick) * (WIDTH / PITCH + 60) - 30;
    Rgb color = raised ? shuttle(back, column - shuttleAt, above - 7) : back;
    color = thread(color, column, above, shuttleAt, pick);
    if (Math.abs(side) < 1) {
      double round = Math.sqrt(1 - side * side);
      double lift = raised ? 0.75 + 0.25 * opened : 0.75 - 0.4 * opened;
      color = color.mix(Rgb.of(0xe8dcc6).times(round * lift), raised ? 0.95 : 0.6);
    }
    return raised ? color : shuttle(color, column - shuttleAt, above - 7);
  }

  /** The new pick, drawn out behind the shuttle. */
  private Rgb thread(Rgb back, double column, double above, double shuttleAt, int pick) {
    boolean laid = (pick & 1) == 0 ? column < shuttleAt : column > shuttleAt;
    double slack = 7 * Math.exp(-Math.abs(column - shuttleAt) / 60);
    double off = Math.abs(above - slack);
    return laid && off < 0.5
        ? weft(-pick - 1, column).times(0.6 + 0.6 * Math.sqrt(1 - off * off * 4))
        : back;
  }

  private static Rgb shuttle(Rgb back, double along, double aside) {
    double hull = 2.6 * Math.sqrt(Math.max(0, 1 - along * along / 200));
    double off = Math.abs(aside);
    if (off >= hull) {
      return back;
    }
    Rgb wood = Rgb.of(0xb9793f).times(0.55 + 0.6 * Math.sqrt(1 - off * off / (hull * hull)));
    return Math.abs(along) < 6 && off < 1 ? wood.times(0.45) : wood;
  }

  private static double travel(double beat, int pick) {
    double go = Curve.smooth(0.02, 0.66, beat);
    return (pick & 1) == 0 ? go : 1 - go;
  }

  private Rgb warp(int end, double along) {
    return weft((int) Math.floor(along), end);
  }

  /** What the tapestry shows: range upon range, each with its hour, and stars at the end. */
  private Rgb weft(int pick, double column) {
    double risen = -pick;
    double woven = HEIGHT * (1 - FELL) / PITCH;
    double hour = (risen + woven) / (SECONDS * BEATS + woven);
    double sky = SECONDS * BEATS - 34;
    int range = (int) Math.floor((risen - 26) / PERIOD);
    for (int i = range; i * PERIOD < Math.min(sky, risen); i++) {
      double crest = i * PERIOD + 26 * noise.ridged(column * 0.014 + i * 13.7, i * 2.9, 5);
      if (risen < crest) {
        double mist = Curve.smooth(0, 24, crest - risen);
        return RANGE.at(hour).mix(AIR.at(hour), 0.04 + 0.66 * mist);
      }
    }
    if (risen < sky) {
      return RANGE.at(hour).mix(AIR.at(hour), 0.7);
    }
    boolean lit = noise.cell((int) Math.floor(column), pick) > 0.975;
    return lit ? Rgb.WHITE : AIR.at(hour);
  }
}
