package dev.weft.site.render;

/** The few curves that shading needs. */
final class Curve {
  private Curve() {}

  static double clamp(double value) {
    return Math.max(0, Math.min(1, value));
  }

  /** 0 below {@code from}, 1 above {@code to}, a smooth cubic between. */
  static double smooth(double from, double to, double value) {
    double t = clamp((value - from) / (to - from));
    return t * t * (3 - 2 * t);
  }

  static double fraction(double value) {
    return value - Math.floor(value);
  }

  /** A zigzag of period 1 between 0 and 1. */
  static double triangle(double value) {
    return 1 - Math.abs(2 * fraction(value) - 1);
  }
}
