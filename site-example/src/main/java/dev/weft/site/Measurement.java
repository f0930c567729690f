package dev.weft.site;

import dev.weft.site.report.AccessRecord;
import dev.weft.site.report.Manifest;
import dev.weft.site.report.Offload;
import dev.weft.site.report.Reconciliation;
import dev.weft.site.report.Report;
import dev.weft.site.servers.DemoServers;
import dev.weft.site.visit.Visit;
import dev.weft.site.visit.Visitor;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends visitors one after the other, each staying as a peer of the next, and tells what they
 * spared the origin.
 */
final class Measurement {
  private static final String WELL_KNOWN = "/.well-known/weft/";

  private final DemoServers servers;
  private final Cleanup cleanup;
  private final PrintWriter out;
  private final PrintWriter progress;

  Measurement(DemoServers servers, Cleanup cleanup, PrintWriter out, PrintWriter progress) {
    this.servers = servers;
    this.cleanup = cleanup;
    this.out = out;
    this.progress = progress;
  }

  /** Status 0 when every visitor got all of the page, and ledgers and access log agree; else 1. */
  int run(int visitors) throws IOException, InterruptedException {
    Path executable = VisitorCommand.executable();
    List<Visit> visits = new ArrayList<>();
    for (int number = 1; number <= visitors; number++) {
      DemoCommand.say(progress, "weft: visitor " + number + " of " + visitors + " reads the page");
      Visitor visitor = cleanup.add(Visitor.arrive(number, executable, servers.siteUrl()));
      visits.add(visitor.read());
    }
    Map<String, String> manifest = manifest();
    Offload offload = new Offload(visits, manifest);
    Reconciliation check = Reconciliation.of(offload, accessLog());
    print(offload, check);
    return check.agrees() && offload.missing().isEmpty() ? 0 : 1;
  }

  private void print(Offload offload, Reconciliation check) {
    out.println();
    out.print(Report.visitors(offload));
    out.println();
    out.println(
        "after the first visitor: "
            + Report.percent(offload.afterFirst().offload())
            + " from peers; without video "
            + Report.percent(offload.withoutVideo().offload())
            + "; asked for when the mesh was there ("
            + Report.percent(offload.readyPart())
            + " of all bytes) "
            + Report.percent(offload.whenReady().offload()));
    out.println(
        "bytes from the origin: "
            + check.ledgerBytes()
            + " by the visitors' ledgers, "
            + check.logBytes()
            + " by its access log"
            + (check.unreadBytes() == 0
                ? ""
                : ", " + check.unreadBytes() + " of them given up before they were read")
            + (check.agrees() ? "" : ": THEY DISAGREE"));
    offload.missing().forEach(path -> out.println("did not come, " + path));
    DemoCommand.say(out, Report.json(offload));
  }

  private Map<String, String> manifest() throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    Map<String, String> types = new LinkedHashMap<>();
    for (String shard : Manifest.shards(get(http, WELL_KNOWN + "manifest"))) {
      types.putAll(Manifest.entries(get(http, WELL_KNOWN + "shards/" + shard)));
    }
    return types;
  }

  private byte[] get(HttpClient http, String path) throws IOException, InterruptedException {
    URI url = servers.siteUrl().resolve(path);
    HttpResponse<byte[]> answer =
        http.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(url + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  private List<AccessRecord> accessLog() throws IOException {
    return Files.readAllLines(servers.accessLog()).stream()
        .map(AccessRecord::parse)
        .flatMap(Optional::stream)
        .toList();
  }
}
