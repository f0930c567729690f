package dev.weft.bench.mesh;

/** What is measured of a contender, one value a round or more. */
enum Measure {
  RESERVED("reservedMillis", "start → reserved", "ms"),
  DIAL("dialMillis", "dial → open", "ms"),
  COLD("coldFetchMillis", "start → first 100 KiB", "ms"),
  FIRST_100_KIB("firstByteOf100KiBMillis", "100 KiB, first byte", "ms"),
  FETCH_100_KIB("fetch100KiBMillis", "100 KiB", "ms"),
  FIRST_1_MIB("firstByteOf1MiBMillis", "1 MiB, first byte", "ms"),
  FETCH_1_MIB("fetch1MiBMillis", "1 MiB", "ms"),
  FIRST_16_MIB("firstByteOf16MiBMillis", "16 MiB, first byte", "ms"),
  FETCH_16_MIB("fetch16MiBMillis", "16 MiB", "ms"),
  CPU("cpuSeconds", "CPU, all of the browser", "s"),
  RENDERER_CPU("rendererCpuSeconds", "CPU, renderers", "s"),
  HEAP("heapMiB", "JavaScript heap, both pages", "MiB"),
  MEMORY("memoryMiB", "memory, both renderers", "MiB");

  /** In the JSON. */
  final String id;

  /** In tables. */
  final String title;

  final String unit;

  Measure(String id, String title, String unit) {
    this.id = id;
    this.title = title;
    this.unit = unit;
  }
}
