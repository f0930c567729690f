package dev.weft.site;

import dev.weft.site.chromium.Chromium;
import dev.weft.site.report.Report;
import dev.weft.site.visit.Visit;
import dev.weft.site.visit.Visitor;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One more visitor of a running demo, or of any site that uses Weft. */
@Command(
    name = "visitor",
    mixinStandardHelpOptions = true,
    description =
        "Opens a page in a headless Chromium, reads it to its end, tells what came from where, and stays as a peer.")
final class VisitorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URL", description = "The page, such as http://localhost:8080/")
  private URI url;

  @Option(
      names = "--stay",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Stay as a peer until Ctrl-C (the default); --no-stay leaves after reading.")
  private boolean stay;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields
  VisitorCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!String.valueOf(url.getScheme()).matches("https?")) {
      throw new ParameterException(
          spec.commandLine(), "URL: '" + url + "' is none, such as http://localhost:8080/");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Cleanup cleanup = new Cleanup()) {
      Visitor visitor = cleanup.add(Visitor.arrive(1, executable(), url));
      out.println("reading " + url);
      Visit visit = visitor.read();
      out.println();
      out.print(Report.assets(visit));
      out.println();
      out.println(summary(visit));
      visit.missing().forEach(path -> out.println("did not come: " + path));
      if (stay) {
        out.println("The visitor stays and hands on what it has. Ctrl-C sends it home.");
        out.flush();
        new CountDownLatch(1).await();
      }
      return visit.missing().isEmpty() ? 0 : 1;
    }
  }

  /** The browser that visitors use, or a sentence that says what to run. */
  static Path executable() throws IOException {
    return Chromium.find(System.getenv())
        .orElseThrow(
            () ->
                new IOException(
                    "a visitor needs Chromium: install it (Debian: apt-get install chromium) or set WEFT_CHROMIUM to one"));
  }

  private static String summary(Visit visit) {
    return "from peers "
        + Report.bytes(visit.ledger().bytesFromPeers())
        + ", from the origin "
        + Report.bytes(visit.ledger().bytesFromOrigin())
        + ", from caches "
        + Report.bytes(visit.ledger().bytesFromCache() + visit.ledger().bytesFromHttpCache())
        + "; "
        + visit.ledger().state()
        + (visit.ledger().reason().isEmpty() ? "" : " (" + visit.ledger().reason() + ")")
        + ", peers: "
        + visit.ledger().peers();
  }
}
