package dev.weft.site.render;

/**
 * A sky by direction: a gradient from the horizon up, a sun or moon with its glow, clouds, stars.
 */
final class Sky {
  private final Gradient gradient;
  private final Noise noise;
  private final Rgb glow;
  private final Rgb cloud;
  private double sunX;
  private double sunHeight;
  private double sunRadius;
  private double clouds;
  private double stars;

  /** {@code gradient} runs from the horizon to the zenith. */
  Sky(int seed, Gradient gradient, int glow, int cloud) {
    this.gradient = gradient;
    noise = new Noise(seed);
    this.glow = Rgb.of(glow);
    this.cloud = Rgb.of(cloud);
  }

  /**
   * Places the sun: {@code x} as a direction left to right, both in units of the canvas's height.
   */
  Sky sun(double x, double height, double radius) {
    sunX = x;
    sunHeight = height;
    sunRadius = radius;
    return this;
  }

  Sky clouds(double share) {
    clouds = share;
    return this;
  }

  Sky stars(double share) {
    stars = share;
    return this;
  }

  /**
   * The colour towards {@code x} (0 is the middle) and {@code up} (0 is the horizon), in units of
   * the canvas's height.
   */
  Rgb at(double x, double up) {
    Rgb color = gradient.at(up * 1.25);
    double distance = Math.hypot(x - sunX, up - sunHeight);
    if (stars > 0) {
      color = color.plus(Rgb.WHITE, starlight(x, up) * stars * Curve.smooth(0.02, 0.4, up));
    }
    if (clouds > 0) {
      double streaks =
          noise.fbm(x * 1.6 + noise.at(x * 2, up * 5) * 0.4, Math.pow(up + 0.05, 0.55) * 9, 6);
      double cover = Curve.smooth(0.02, 0.5, streaks) * clouds * Curve.smooth(0, 0.12, up);
      color = color.mix(cloud.mix(glow, Math.exp(-distance * 2.6)), cover);
    }
    double halo = Math.exp(-distance * 3.2) * 0.55 + Math.exp(-distance * 14) * 0.5;
    color = color.plus(glow, sunRadius > 0 ? halo : halo * 0.6);
    if (sunRadius > 0) {
      color =
          color.mix(
              glow.mix(Rgb.WHITE, 0.9).times(1.3),
              1 - Curve.smooth(sunRadius * 0.93, sunRadius * 1.07, distance));
    }
    return color;
  }

  private double starlight(double x, double up) {
    double light = 0;
    for (int layer = 0; layer < 3; layer++) {
      double scale = 90 << layer;
      int column = (int) Math.floor(x * scale);
      int row = (int) Math.floor(up * scale);
      double chance = noise.cell(column * 3 + layer, row);
      if (chance > 0.93) {
        double dx = x * scale - column - 0.3 - 0.4 * noise.cell(column, row + 9001);
        double dy = up * scale - row - 0.3 - 0.4 * noise.cell(column + 9001, row);
        double size = 0.05 + 0.16 * Math.pow((chance - 0.93) / 0.07, 6);
        light += Math.exp(-(dx * dx + dy * dy) / (size * size * 2)) * (0.5 + size * 3);
      }
    }
    return light;
  }
}
