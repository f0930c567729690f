package dev.weft.bench.page;

import dev.weft.bench.Samples;
import java.util.List;

/**
 * What was measured at one distance of one moment, in pairs of visits.
 *
 * @param scene who was there
 * @param delayMillis the round trip to the site
 * @param moment when the assets were asked for
 * @param with milliseconds of each asset with Weft
 * @param without the same without Weft
 * @param differences of each pair, the median asset with Weft minus that without
 * @param ratios of each pair, the median asset without Weft ÷ that with: how many times faster
 * @param fromPeers of each pair, the part of the bytes that came from peers
 */
record Series(
    Scene scene,
    int delayMillis,
    Moment moment,
    Samples with,
    Samples without,
    Samples differences,
    Samples ratios,
    Samples fromPeers) {

  static Series of(Scene scene, int delayMillis, Moment moment, List<Pair> pairs) {
    Series series =
        new Series(
            scene,
            delayMillis,
            moment,
            new Samples(),
            new Samples(),
            new Samples(),
            new Samples(),
            new Samples());
    pairs.forEach(series::add);
    return series;
  }

  private void add(Pair pair) {
    double median = keep(pair.with(), with);
    double medianWithout = keep(pair.without(), without);
    differences.add(median - medianWithout);
    ratios.add(medianWithout / median);
    fromPeers.add(moment == Moment.READY ? pair.with().fromPeers() : 0);
  }

  /** Keeps a visit's times, and says their median. */
  private double keep(Visit visit, Samples all) {
    Samples one = new Samples();
    visit.times(moment).forEach(one::add);
    one.values().forEach(all::add);
    return one.median();
  }

  /** As in {@code useless peers, 80 ms, once ready}. */
  String title() {
    return scene.title + ", " + delayMillis + " ms, " + moment.title;
  }
}
