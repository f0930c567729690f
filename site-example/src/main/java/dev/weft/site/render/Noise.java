package dev.weft.site.render;

/**
 * Seeded gradient noise (Perlin 2002, in two dimensions) and its usual sums. Stateless: threads may
 * share one.
 */
final class Noise {
  private static final int DIRECTIONS = 256;
  private static final double[] COS = new double[DIRECTIONS];

  static {
    for (int i = 0; i < DIRECTIONS; i++) {
      COS[i] = StrictMath.cos(i * 2 * Math.PI / DIRECTIONS);
    }
  }

  private final int seed;

  Noise(int seed) {
    this.seed = seed;
  }

  /** About −1 to 1, mean 0, features of size 1. */
  double at(double x, double y) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double dx = x - column;
    double dy = y - row;
    double u = fade(dx);
    double v = fade(dy);
    double top = lerp(slope(column, row, dx, dy), slope(column + 1, row, dx - 1, dy), u);
    double bottom =
        lerp(slope(column, row + 1, dx, dy - 1), slope(column + 1, row + 1, dx - 1, dy - 1), u);
    return lerp(top, bottom, v) * 1.4;
  }

  /** Octaves of halving size and strength; about −1 to 1. */
  double fbm(double x, double y, int octaves) {
    double sum = 0;
    double weight = 0.5;
    double px = x;
    double py = y;
    for (int i = 0; i < octaves; i++) {
      sum += at(px, py) * weight;
      weight /= 2;
      double turned = px * 1.62 - py * 1.18;
      py = px * 1.18 + py * 1.62;
      px = turned;
    }
    return sum;
  }

  /** Sharp crests, as of eroded mountains; 0 to about 1. */
  double ridged(double x, double y, int octaves) {
    double sum = 0;
    double weight = 0.5;
    double carry = 1;
    double px = x;
    double py = y;
    for (int i = 0; i < octaves; i++) {
      double crest = 1 - Math.abs(at(px, py));
      crest *= crest;
      sum += crest * weight * carry;
      carry = Curve.clamp(crest * 1.4);
      weight /= 2;
      double turned = px * 1.62 - py * 1.18;
      py = px * 1.18 + py * 1.62;
      px = turned;
    }
    return sum;
  }

  /** White noise on the integer grid, 0 to 1. */
  double cell(int x, int y) {
    return (hash(x, y) >>> 8) / (double) (1 << 24);
  }

  private double slope(int column, int row, double dx, double dy) {
    int direction = hash(column, row) & DIRECTIONS - 1;
    return COS[direction] * dx + COS[direction + DIRECTIONS / 4 * 3 & DIRECTIONS - 1] * dy;
  }

  private int hash(int x, int y) {
    int h = seed * 0x9E3779B1 ^ x * 0x85EBCA6B ^ y * 0xC2B2AE35;
    h = (h ^ h >>> 15) * 0x2C1B3C6D;
    h = (h ^ h >>> 12) * 0x297A2D39;
    return h ^ h >>> 15;
  }

  private static double fade(double t) {
    return t * t * t * (t * (t * 6 - 15) + 10);
  }

  private static double lerp(double from, double to, double share) {
    return from + (to - from) * share;
  }
}
