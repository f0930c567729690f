package dev.weft.site.render;

import java.util.Arrays;
import java.util.List;

/** Colours evenly spread over 0 to 1, mixed between. */
record Gradient(List<Rgb> stops) {
  static Gradient of(int... hex) {
    return new Gradient(Arrays.stream(hex).mapToObj(Rgb::of).toList());
  }

  Rgb at(double position) {
    double scaled = Curve.clamp(position) * (stops.size() - 1);
    int index = Math.min((int) scaled, stops.size() - 2);
    return stops.get(index).mix(stops.get(index + 1), scaled - index);
  }
}
