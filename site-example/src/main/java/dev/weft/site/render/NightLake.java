package dev.weft.site.render;

/**
 * A night sky over water that mirrors it: stars, and either northern lights or the galaxy's band.
 */
final class NightLake {
  private static final double SHORE = 0.64;

  private final Noise noise;
  private final Sky sky;
  private final Light light;
  private final Rgb land;

  /** What shines in the sky besides stars. */
  interface Light {
    /**
     * Added to the sky; x is 0 in the middle, {@code up} is 0 at the shore, in units of the
     * picture's height.
     */
    Rgb at(Noise noise, double x, double up);
  }

  NightLake(int seed, Sky sky, Light light, int land) {
    noise = new Noise(seed);
    this.sky = sky;
    this.light = light;
    this.land = Rgb.of(land);
  }

  /** Curtains of green that turn violet upwards. */
  static Rgb aurora(Noise noise, double x, double up) {
    Gradient curtain = Gradient.of(0x0c3b33, 0x5bf0a5, 0x49c7a8, 0x6a63c9, 0x9d4fb0, 0x2a1548);
    Rgb sum = Rgb.BLACK;
    for (int fold = 0; fold < 4; fold++) {
      double bend = noise.fbm(x * 0.9 + fold * 7.1, fold * 2.3, 4) * 0.5;
      double foot = 0.1 + fold * 0.055 + bend * 0.32;
      double above = up - foot;
      if (above < -0.05) {
        continue;
      }
      double rays = 0.55 + 0.75 * noise.fbm((x + bend * 0.8) * 22 + fold * 31, up * 0.7, 4);
      double patch = Curve.smooth(-0.25, 0.35, noise.fbm(x * 1.3 + fold * 11, fold, 3));
      double reach = 0.3 + 0.16 * noise.at(x * 3 + fold, 5);
      double glow = Curve.smooth(-0.05, 0.02, above) * Math.exp(-Math.max(0, above) / reach * 2.4);
      sum = sum.plus(curtain.at(0.14 + Math.max(0, above) / reach * 0.6), glow * rays * patch);
    }
    return sum;
  }

  /** A tilted band of stars and dust. */
  static Rgb galaxy(Noise noise, double x, double up) {
    double along = x * 0.72 + up * 0.69;
    double aside = x * 0.69 - up * 0.72 + 0.2 + noise.fbm(along * 1.4, 3, 4) * 0.12;
    double band = Math.exp(-aside * aside * 14);
    double cloud = Curve.clamp(0.55 + noise.fbm(along * 3.1, aside * 5, 7) * 1.1);
    double dust =
        Curve.smooth(0.05, 0.5, noise.ridged(along * 2.2 + 9, aside * 4.5, 6) * 1.2 - 0.25);
    double core = Math.exp(-aside * aside * 60);
    double shine = band * cloud * (1 - dust * core * 0.85);
    Rgb warm = Rgb.of(0xe8c9a8);
    Rgb cold = Rgb.of(0x7f8fd6);
    double sparks = Math.pow(noise.cell((int) (x * 1500), (int) (up * 1500)), 60) * band;
    return cold.mix(warm, core * cloud).times(shine * 0.62).plus(Rgb.WHITE, sparks * 0.7);
  }

  Canvas draw(int width, int height) {
    Canvas canvas = new Canvas(width, height);
    canvas.fill((x, y) -> at((x - 0.5) * canvas.aspect(), y));
    return canvas;
  }

  private Rgb at(double x, double y) {
    if (y < SHORE) {
      return scene(x, SHORE - y);
    }
    double depth = y - SHORE;
    double ripple = noise.fbm(x * 14, 40 / (depth + 0.06), 4) * (0.006 + depth * 0.06);
    Rgb mirrored = scene(x + ripple, depth * 1.15 + Math.abs(ripple) * 0.8);
    double haze = Math.exp(-depth * 40) * 0.25;
    return mirrored.times(0.62 - depth * 0.35).plus(sky.at(x, 0.03), haze);
  }

  private Rgb scene(double x, double up) {
    double far = 0.025 + noise.ridged(x * 1.3 + 2, 1, 7) * 0.16;
    double near =
        0.004 + noise.ridged(x * 2.4 + 30, 8, 6) * 0.06 * Curve.smooth(-0.2, 0.9, Math.abs(x));
    if (up < near) {
      return land.times(0.45);
    }
    Rgb air = sky.at(x, up).plus(light.at(noise, x, up), 0.9);
    double snow =
        Curve.smooth(0.2, 0.6, noise.ridged(x * 9, up * 16, 5)) * Curve.smooth(0, 0.15, up);
    Rgb mountain = land.mix(sky.at(x, 0.3), 0.25 + snow * 0.35);
    return mountain.mix(air, Curve.smooth(far - 0.0008, far + 0.0008, up));
  }
}
