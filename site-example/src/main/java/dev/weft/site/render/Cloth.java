package dev.weft.site.render;

/**
 * Woven cloth, thread by thread: round threads that dip under each other, twist, vary in thickness,
 * and lie in soft folds.
 */
final class Cloth {
  private final Noise noise;
  private final Draft draft;
  private final Threads warp;
  private final Threads weft;

  /** The colour of a thread at a place along it, counted in threads of the other set. */
  interface Threads {
    Rgb color(int thread, double along);
  }

  Cloth(int seed, Draft draft, Threads warp, Threads weft) {
    noise = new Noise(seed);
    this.draft = draft;
    this.warp = warp;
    this.weft = weft;
  }

  /** Threads that repeat {@code colors}, each {@code width} threads wide. */
  static Threads stripes(Rgb[] colors, int width) {
    return (thread, along) -> colors[Math.floorMod(thread / width, colors.length)];
  }

  /** {@code across} by as many threads as fit. */
  Canvas draw(int width, int height, int across) {
    Canvas canvas = new Canvas(width, height);
    double pitch = (double) canvas.width() / across;
    canvas.columns(
        x -> {
          for (int y = 0; y < canvas.height(); y++) {
            double fold = fold((double) x / canvas.width(), (double) y / canvas.width());
            canvas.set(x, y, at(x / pitch, y / pitch).times(fold));
          }
        });
    return canvas;
  }

  /** The colour at a place counted in threads. */
  Rgb at(double x, double y) {
    double bentX = x + noise.at(x * 0.04, y * 0.25) * 0.16;
    double bentY = y + noise.at(x * 0.25 + 50, y * 0.04) * 0.16;
    int end = (int) Math.floor(bentX);
    int pick = (int) Math.floor(bentY);
    double acrossEnd = bentX - end;
    double acrossPick = bentY - pick;
    boolean up = draft.warpUp(end, pick);
    if (up) {
      double crown = crown(acrossPick, draft.warpUp(end, pick - 1), draft.warpUp(end, pick + 1));
      return thread(warp.color(end, bentY), end, acrossEnd, bentY, crown);
    }
    double crown = crown(acrossEnd, !draft.warpUp(end - 1, pick), !draft.warpUp(end + 1, pick));
    return thread(weft.color(pick, bentX), pick + 100_003, acrossPick, bentX, crown);
  }

  /**
   * Height of a thread along a crossing: it dives where it goes under, and stays up where it floats
   * on.
   */
  private static double crown(double along, boolean before, boolean after) {
    double rise = before ? 1 : Curve.smooth(-0.15, 0.42, along);
    double fall = after ? 1 : Curve.smooth(1.15, 0.58, along);
    return rise * fall;
  }

  private Rgb thread(Rgb dye, int id, double across, double along, double crown) {
    double thick = 0.96 + 0.07 * noise.at(id * 0.73, along * 0.11);
    double side = (across - 0.5) * 2 / thick;
    double round = Math.sqrt(Math.max(0, 1 - side * side));
    double twist = Curve.triangle(along * 0.9 + side * 0.42 + noise.cell(id, 1));
    double fibre = noise.at(along * 2.3, id * 9.1 + side * 4) * 0.07;
    double batch = (noise.cell(id, 2) - 0.5) * 0.1;
    double gloss = Math.pow(round, 6) * crown * 0.12 * (0.6 + twist * 0.6);
    double body = 0.22 + 0.78 * round * (0.45 + 0.55 * crown) * (0.9 + 0.12 * twist);
    return dye.times(body * (1.12 + batch) + fibre).plus(Rgb.WHITE, gloss);
  }

  private double fold(double x, double y) {
    double here = noise.fbm(x * 1.1 + 3, y * 1.1, 3);
    double slope = noise.fbm(x * 1.1 + 3.03, y * 1.1 + 0.02, 3) - here;
    return 0.98 + Curve.clamp(slope * 3 + 0.5) * 0.3 - 0.15 + here * 0.1;
  }
}
