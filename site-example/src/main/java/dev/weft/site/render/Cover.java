package dev.weft.site.render;

import java.awt.image.BufferedImage;

/** The cover: a range at dawn that turns into the cloth woven after it, from left to right. */
final class Cover {
  /** Threads across the whole cover. */
  private static final int ENDS = 240;

  private Cover() {}

  static BufferedImage draw(int width, int height) {
    Canvas dawn = Plates.dawn(width, height);
    double pitch = (double) dawn.width() / ENDS;
    Cloth.Threads warp = (end, along) -> sample(dawn, end + 0.5, along, pitch);
    Cloth.Threads weft = (pick, along) -> sample(dawn, along, pick + 0.5, pitch);
    Cloth cloth = new Cloth(3, Draft.PLAIN, warp, weft);
    Noise edge = new Noise(19);
    Canvas cover = new Canvas(width, height);
    cover.columns(
        x -> {
          for (int y = 0; y < cover.height(); y++) {
            int pick = (int) (y / pitch);
            double reach = 0.5 + (edge.cell(pick, 0) - 0.5) * 0.3 + edge.at(pick * 0.1, 1) * 0.08;
            double woven = Curve.smooth(reach, reach + 0.004, (double) x / cover.width());
            Rgb plain = dawn.get(x, y);
            cover.set(x, y, woven == 0 ? plain : plain.mix(cloth.at(x / pitch, y / pitch), woven));
          }
        });
    return cover.develop(0.012, 0.2);
  }

  private static Rgb sample(Canvas picture, double x, double y, double pitch) {
    int column =
        (int) Math.max(0, Math.min(picture.width() - 1, Math.floor(x) * pitch + pitch / 2));
    int row = (int) Math.max(0, Math.min(picture.height() - 1, Math.floor(y) * pitch + pitch / 2));
    return picture.get(column, row).times(1.12);
  }
}
