package dev.weft.origin;

import dev.weft.web.OptionText;
import dev.weft.web.Quantity;
import picocli.CommandLine.Option;

/** What pages may do with a visitor's device and network. */
final class VisitorOptions {
  @Option(
      names = "--lan",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description =
          "Whether pages reach peers in the visitor's own network: auto, where the browser does not"
              + " ask the visitor for it; on, even if it asks; off. Default: ${DEFAULT-VALUE}.")
  String lan = "auto";

  @Option(
      names = "--download-only",
      description = "Visitors take from others and pass nothing on, as where an edge peer seeds.")
  boolean downloadOnly;

  @Option(
      names = "--upload-rate",
      paramLabel = "RATE",
      defaultValue = "0",
      description =
          "The most that a visitor passes on to all others together, such as 4mbit. Default: 0, no"
              + " cap.")
  String uploadRate = "0";

  @Option(
      names = "--upload-month",
      paramLabel = "SIZE",
      defaultValue = "0",
      description = "The same in a calendar month, such as 5GB. Default: 0, no cap.")
  String uploadMonth = "0";

  @Option(
      names = "--uploads",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "Blocks that a visitor sends at once, each to another peer. Default: ${DEFAULT-VALUE}.")
  int uploads = 6;

  @Option(
      names = "--cache-percent",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "What is kept may fill so much of the storage that the browser grants the site. Default:"
              + " ${DEFAULT-VALUE}.")
  int cachePercent = 10;

  @Option(
      names = "--prefer",
      paramLabel = "WHAT",
      defaultValue = "balance",
      description =
          "What counts more: speed, only what is lazy waits for peers; offload, everything does;"
              + " balance, what is lazy or large does. Default: ${DEFAULT-VALUE}.")
  String prefer = "balance";

  @Option(
      names = "--peers",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Other visitors that a page dials when it joins, the nearest first; 1 to 10. Default:"
              + " ${DEFAULT-VALUE}.")
  int peers = 5;

  /** The terms. */
  VisitorTerms terms() {
    return new VisitorTerms(
        lan,
        downloadOnly,
        OptionText.read("--upload-rate", uploadRate, Quantity::bitsPerSecond) / 8,
        OptionText.read("--upload-month", uploadMonth, Quantity::bytes),
        uploads,
        cachePercent,
        prefer,
        peers);
  }
}
