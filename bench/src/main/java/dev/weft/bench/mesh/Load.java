package dev.weft.bench.mesh;

import java.util.ArrayList;
import java.util.List;

/** What is fetched in a round, in this order, after a first file that counts as cold. */
enum Load {
  SMALL("100k", 100 << 10, 5, Measure.FIRST_100_KIB, Measure.FETCH_100_KIB),
  MIDDLE("1m", 1 << 20, 3, Measure.FIRST_1_MIB, Measure.FETCH_1_MIB),
  LARGE("16m", 16 << 20, 1, Measure.FIRST_16_MIB, Measure.FETCH_16_MIB);

  /** The first file over a new connection. */
  static final SiteFile COLD = new SiteFile("cold.bin", 100 << 10);

  private final String name;
  private final int bytes;
  private final int count;
  final Measure first;
  final Measure whole;

  Load(String name, int bytes, int count, Measure first, Measure whole) {
    this.name = name;
    this.bytes = bytes;
    this.count = count;
    this.first = first;
    this.whole = whole;
  }

  List<SiteFile> files() {
    List<SiteFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(new SiteFile(name + "-" + i + ".bin", bytes));
    }
    return files;
  }
}
