package dev.weft.origin;

import dev.weft.origin.folder.Glob;
import dev.weft.origin.folder.HeaderRules;
import dev.weft.origin.manifest.SharingRules;
import dev.weft.web.OptionText;
import dev.weft.web.Quantity;
import java.util.List;
import picocli.CommandLine.Option;

/** Which files are shared, and how. */
final class SharingOptions {
  @Option(
      names = "--chunk-size",
      paramLabel = "SIZE",
      defaultValue = "64KiB",
      description = "Chunk size of all files, 64KiB to 1MiB. Default: ${DEFAULT-VALUE}.")
  String chunkSize = "64KiB";

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description =
          "Shares only files that match; a plain path adds that file, even a page. May be given"
              + " again. Default: all but pages.")
  List<String> include = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Does not share files that match; may be given again.")
  List<String> exclude = List.of();

  @Option(
      names = "--min-size",
      paramLabel = "SIZE",
      defaultValue = "1",
      description = "Does not share smaller files. Default: ${DEFAULT-VALUE}.")
  String minSize = "1";

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      defaultValue = "1GiB",
      description = "Does not share larger files. Default: ${DEFAULT-VALUE}.")
  String maxSize = "1GiB";

  @Option(
      names = "--header",
      paramLabel = "GLOB=NAME:VALUE",
      description =
          "A response header for files that match; may be given again. Files with private or other"
              + " than plain headers are not shared.")
  List<String> headers = List.of();

  @Option(
      names = "--gzip",
      description =
          "Also shares what compresses as its gzip variant: text then comes from peers at that size"
              + " to pages that have a service worker.")
  boolean gzip;

  int chunkBytes() {
    long bytes = OptionText.read("--chunk-size", chunkSize, Quantity::bytes);
    return Math.toIntExact(Math.min(Integer.MAX_VALUE, bytes));
  }

  SharingRules rules() {
    return new SharingRules(
        include.stream().map(Glob::new).toList(),
        exclude.stream().map(Glob::new).toList(),
        OptionText.read("--min-size", minSize, Quantity::bytes),
        OptionText.read("--max-size", maxSize, Quantity::bytes));
  }

  List<HeaderRules.Rule> headerRules() {
    return headers.stream()
        .map(text -> OptionText.read("--header", text, HeaderRules.Rule::parse))
        .toList();
  }
}
