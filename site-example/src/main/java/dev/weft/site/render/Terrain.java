package dev.weft.site.render;

/**
 * Ground seen from above it, as height maps were drawn in early flight simulators: each column of
 * the picture walks away from the eye and draws what rises over what was drawn before, so a column
 * costs its steps and not its pixels.
 */
final class Terrain {
  /** Distance grows by this factor a step. */
  private static final double STRIDE = 1.0022;

  private static final double NEAR = 1.2;
  private static final double FAR = 420;

  private final Ground ground;
  private final Sky sky;
  private final Rgb light;
  private final Rgb shade;
  private final Rgb haze;
  private final double hazeDistance;
  private final View view;

  /**
   * Eye height over sea level, the horizon's place (0 is the picture's top), and the lens (1 is
   * about 53 degrees).
   */
  record View(double eye, double horizon, double lens, double sunX, double sunUp) {}

  /** Height and colour of the ground by place; units are free, the sea is at 0. */
  interface Ground {
    double height(double x, double z);

    /** {@code steepness} is 0 on the flat and 1 on a wall. */
    Rgb color(double x, double z, double height, double steepness);

    /** Whether what lies under 0 is water, which mirrors the sky. */
    default boolean hasSea() {
      return false;
    }
  }

  /** {@code haze} swallows the ground over about {@code hazeDistance}. */
  Terrain(Ground ground, Sky sky, View view, int light, int shade, int haze, double hazeDistance) {
    this.ground = ground;
    this.sky = sky;
    this.view = view;
    this.light = Rgb.of(light);
    this.shade = Rgb.of(shade);
    this.haze = Rgb.of(haze);
    this.hazeDistance = hazeDistance;
  }

  Canvas draw(int width, int height) {
    Canvas canvas = new Canvas(width, height);
    canvas.columns(x -> drawColumn(canvas, x));
    return canvas;
  }

  private void drawColumn(Canvas canvas, int column) {
    double across = ((column + 0.5) / canvas.width() - 0.5) * canvas.aspect();
    int top = canvas.height();
    Rgb below = haze;
    double start = ground.height(0, 0) + view.eye;
    for (double distance = NEAR; distance < FAR && top > 0; distance *= STRIDE) {
      double x = across * distance / view.lens;
      double rise = surface(x, distance);
      double screen = view.horizon - (rise - start) / distance * view.lens;
      int row = Math.max(0, (int) (screen * canvas.height()));
      if (row >= top) {
        continue;
      }
      Rgb color = lit(across, x, distance, rise);
      int from = top == canvas.height() ? top : Math.min(top, canvas.height() - 1);
      for (int y = from - 1; y >= row; y--) {
        double share = (double) (from - y) / (from - row);
        canvas.set(column, y, top == canvas.height() ? color : below.mix(color, share));
      }
      below = color;
      top = row;
    }
    for (int y = top - 1; y >= 0; y--) {
      double up = view.horizon - (y + 0.5) / canvas.height();
      Rgb air = sky.at(across, Math.max(0, up));
      canvas.set(column, y, air.mix(haze, Curve.smooth(0.06, -0.02, up) * 0.5));
    }
  }

  private double surface(double x, double z) {
    double rise = ground.height(x, z);
    return ground.hasSea() ? Math.max(0, rise) : rise;
  }

  private Rgb lit(double across, double x, double z, double rise) {
    double far = 1 - Math.exp(-z / hazeDistance);
    if (ground.hasSea() && rise <= 0) {
      return water(across, x, z).mix(haze, far * 0.8);
    }
    double step = 0.012 * (1 + z * 0.12);
    double slopeX = (ground.height(x + step, z) - rise) / step;
    double slopeZ = (ground.height(x, z + step) - rise) / step;
    double length = Math.sqrt(slopeX * slopeX + slopeZ * slopeZ + 1);
    double sunLength = Math.sqrt(view.sunX * view.sunX + view.sunUp * view.sunUp + 0.25);
    double facing = (-slopeX * view.sunX - slopeZ * 0.5 + view.sunUp) / (length * sunLength);
    double sun = Curve.clamp(facing) * (facing > 0 ? shadow(x, z, rise) : 0);
    Rgb color = ground.color(x, z, rise, 1 - 1 / length);
    return color.tint(shade.mix(light, sun).plus(light, sun * 0.25)).mix(haze, far);
  }

  /** 1 in the sun, 0 in deep shadow. */
  private double shadow(double x, double z, double rise) {
    double open = 1;
    for (double reach = 0.15; reach < 30; reach *= 1.35) {
      double ray = rise + reach * view.sunUp / Math.hypot(view.sunX, 0.5);
      double over = ground.height(x + reach * view.sunX, z + reach * 0.5) - ray;
      open = Math.min(open, 1 - Curve.clamp(over / (0.08 * reach)));
      if (open <= 0) {
        return 0;
      }
    }
    return open;
  }

  private Rgb water(double across, double x, double z) {
    Noise waves = WAVES;
    double ripple =
        waves.fbm(x * 1.3, z * 0.5, 5) * 0.045
            + waves.fbm(x * 7, z * 2.2, 3) * 0.03 / (1 + z * 0.05);
    double mirrored = Math.max(0, view.eye / z * view.lens * 0.8 + ripple);
    Rgb reflection = sky.at(across + ripple * 0.8, mirrored);
    double fresnel = 0.45 + 0.5 * Math.exp(-view.eye / z * 9);
    return shade.times(0.5).mix(reflection, fresnel);
  }

  private static final Noise WAVES = new Noise(4711);
}
