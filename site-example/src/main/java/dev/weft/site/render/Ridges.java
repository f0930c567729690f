package dev.weft.site.render;

/** Range behind range in mist, as paper cut-outs: the further, the paler. */
final class Ridges {
  private final Noise noise;
  private final Sky sky;
  private final Gradient layers;
  private final int count;

  /** {@code layers} runs from the furthest range to the nearest. */
  Ridges(int seed, Sky sky, Gradient layers, int count) {
    noise = new Noise(seed);
    this.sky = sky;
    this.layers = layers;
    this.count = count;
  }

  Canvas draw(int width, int height) {
    Canvas canvas = new Canvas(width, height);
    double horizon = 0.62;
    canvas.fill((x, y) -> at((x - 0.5) * canvas.aspect(), y, horizon, 1.0 / canvas.height()));
    return canvas;
  }

  private Rgb at(double x, double y, double horizon, double pixel) {
    Rgb color = sky.at(x, Math.max(0, horizon - y));
    for (int layer = 0; layer < count; layer++) {
      double near = (layer + 1.0) / count;
      double crest = crest(x, layer, near);
      if (y < crest - pixel) {
        continue;
      }
      double depth = y - crest;
      Rgb body = layers.at(near);
      Rgb mist = sky.at(x * 0.6, 0.02).mix(body, 0.25 + 0.45 * near);
      double grain = noise.fbm(x * 26 / (0.4 + near), y * 90, 3) * 0.05 * near;
      Rgb slope =
          body.times(1 + grain)
              .mix(mist, Curve.smooth(0, 0.16 + 0.1 * near, depth) * (1 - near * 0.7));
      color = color.mix(slope, Curve.clamp((y - crest) / pixel + 1));
    }
    return color;
  }

  private double crest(double x, int layer, double near) {
    double scale = 1.3 + 0.6 * near;
    double range = noise.ridged(x * scale + layer * 17.3, layer * 3.7, 7);
    double trees = near > 0.8 ? Math.abs(noise.fbm(x * 60, layer * 5.1, 3)) * 0.02 : 0;
    return 0.5 + 0.42 * near * near + 0.1 * near - range * (0.24 - 0.06 * near) - trees;
  }
}
