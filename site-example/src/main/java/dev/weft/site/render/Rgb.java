package dev.weft.site.render;

/**
 * A colour; components are 0 to 1 in display space, and may leave that range until they are shown.
 */
record Rgb(double red, double green, double blue) {
  static final Rgb BLACK = new Rgb(0, 0, 0);
  static final Rgb WHITE = new Rgb(1, 1, 1);

  /** {@code 0xRRGGBB}. */
  static Rgb of(int hex) {
    return new Rgb((hex >> 16 & 255) / 255.0, (hex >> 8 & 255) / 255.0, (hex & 255) / 255.0);
  }

  /** This at {@code share} 0, {@code other} at 1; shares outside are clamped. */
  Rgb mix(Rgb other, double share) {
    double s = Curve.clamp(share);
    return new Rgb(
        red + (other.red - red) * s,
        green + (other.green - green) * s,
        blue + (other.blue - blue) * s);
  }

  Rgb times(double factor) {
    return new Rgb(red * factor, green * factor, blue * factor);
  }

  Rgb tint(Rgb by) {
    return new Rgb(red * by.red, green * by.green, blue * by.blue);
  }

  Rgb plus(Rgb other, double weight) {
    return new Rgb(
        red + other.red * weight, green + other.green * weight, blue + other.blue * weight);
  }

  double grey() {
    return (red + green + blue) / 3;
  }

  /** {@code 0xRRGGBB}, clamped. */
  int toInt() {
    return channel(red) << 16 | channel(green) << 8 | channel(blue);
  }

  private static int channel(double value) {
    return (int) (Curve.clamp(value) * 255 + 0.5);
  }
}
