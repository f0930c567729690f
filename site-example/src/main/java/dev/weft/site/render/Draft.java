package dev.weft.site.render;

/** How threads cross: whether warp thread {@code end} lies over weft thread {@code pick}. */
interface Draft {
  boolean warpUp(int end, int pick);

  Draft PLAIN = (end, pick) -> (end + pick & 1) == 0;
  Draft BASKET = (end, pick) -> ((end >> 1) + (pick >> 1) & 1) == 0;
  Draft TWILL = (end, pick) -> (end + pick & 3) < 2;
  Draft HERRINGBONE = (end, pick) -> (mirror(end, 16) + pick & 3) < 2;
  Draft DIAMOND = (end, pick) -> (mirror(end, 12) + mirror(pick, 12) & 3) < 2;
  Draft SATIN = (end, pick) -> Math.floorMod(end * 3 + pick, 8) == 0;
  Draft SHADOW = (end, pick) -> (end + pick + (mirror(end, 20) + mirror(pick, 20)) / 5 & 1) == 0;

  /** 0, 1 … {@code half}−1, {@code half}−1 … 1, 0 and again. */
  private static int mirror(int index, int half) {
    int place = Math.floorMod(index, 2 * half);
    return place < half ? place : 2 * half - 1 - place;
  }
}
