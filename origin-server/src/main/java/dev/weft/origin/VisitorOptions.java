package dev.weft.origin;

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

  /** The terms. */
  VisitorTerms terms() {
    return new VisitorTerms(lan, downloadOnly);
  }
}
