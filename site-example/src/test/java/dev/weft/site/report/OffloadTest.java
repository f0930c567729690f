package dev.weft.site.report;

import static dev.weft.site.visit.Transfer.By.ELEMENT;
import static dev.weft.site.visit.Transfer.By.NOBODY;
import static dev.weft.site.visit.Transfer.By.SCRIPT;
import static dev.weft.site.visit.Transfer.By.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weft.site.visit.Arrival;
import dev.weft.site.visit.Ledger;
import dev.weft.site.visit.Transfer;
import dev.weft.site.visit.Visit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OffloadTest {
  private static final Map<String, String> MANIFEST =
      new TreeMap<>(
          Map.of(
              "/base.css", "text/css",
              "/film.webm", "video/webm",
              "/hill.jpg", "image/jpeg",
              "/unused.jpg", "image/jpeg"));

  /**
   * 300 bytes by an element, 700 by script before the mesh; from peers 9,000 with and 1,000 without
   * video.
   */
  private static Visit laterVisitor(int number) {
    return new Visit(
        number,
        "agent/" + number,
        "mesh",
        500,
        300,
        9000,
        new Ledger("mesh", "", number - 1, 9_000, 700, 0, 0, 0, 1, Map.of("joining", 2L)),
        List.of(
            new Arrival("/hill.jpg", "peers", 1_000, 1_000, 0, 600, 20, ""),
            new Arrival("/film.webm", "peers", 8_700, 8_000, 700, 200, 900, "joining")),
        List.of(
            new Transfer("/", ELEMENT, false, 5_000, 5_200, 0, false),
            new Transfer("/base.css", ELEMENT, false, 300, 150, 10, false),
            new Transfer("/film.webm", SCRIPT, false, 700, 720, 210, false)),
        List.of());
  }

  private static Visit firstVisitor() {
    return new Visit(
        1,
        "agent/1",
        "alone",
        500,
        300,
        9000,
        new Ledger("alone", "", 0, 0, 9_700, 0, 0, 0, 0, Map.of("no-peer", 2L)),
        List.of(
            new Arrival("/hill.jpg", "origin", 1_000, 0, 1_000, 600, 20, "no-peer"),
            new Arrival("/film.webm", "origin", 8_700, 0, 8_700, 700, 900, "no-peer")),
        List.of(
            new Transfer("/base.css", ELEMENT, false, 300, 150, 10, false),
            new Transfer("/hill.jpg", SCRIPT, false, 1_000, 1_100, 600, false),
            new Transfer("/film.webm", SCRIPT, false, 8_700, 8_800, 700, false)),
        List.of());
  }

  private final Offload offload =
      new Offload(List.of(firstVisitor(), laterVisitor(2), laterVisitor(3)), MANIFEST);

  @Test
  void onlyVisitorsAfterTheFirstCountAndOfThemOnlyTheManifestsEntries() {
    assertThat(offload.afterFirst()).isEqualTo(new Share(18_000, 2_000));
    assertThat(offload.afterFirst().offload()).isEqualTo(0.9);
  }

  @Test
  void withoutVideoLeavesTheFilmOut() {
    assertThat(offload.withoutVideo()).isEqualTo(new Share(2_000, 600));
  }

  @Test
  void whatWasAskedForBeforeTheMeshWasThereIsNotCountedAsReady() {
    assertThat(offload.whenReady()).isEqualTo(new Share(2_000, 0));
    assertThat(offload.readyPart()).isCloseTo(2_000.0 / 20_000, within(1e-9));
  }

  @Test
  void nothingIsReadyForAVisitorWhoStaysAlone() {
    assertThat(offload.flows(offload.visits().get(0))).noneMatch(Flow::whenReady);
  }

  @Test
  void whatTheHttpCacheAnsweredIsNotTheOrigins() {
    Visit again =
        new Visit(
            2,
            "a",
            "",
            0,
            1,
            1,
            Ledger.NONE,
            List.of(),
            List.of(new Transfer("/base.css", ELEMENT, true, 300, 0, 10, false)),
            List.of());

    assertThat(new Offload(List.of(again), MANIFEST).afterFirst()).isEqualTo(Share.NOTHING);
    assertThat(Flow.of(again, MANIFEST)).singleElement().matches(flow -> flow.httpCache() == 300);
  }

  @Test
  void whatTheWorkerAskedForItselfIsTheOriginsEvenIfThePageBroughtItLater() {
    Visit visit =
        new Visit(
            2,
            "a",
            "",
            0,
            1,
            1,
            Ledger.NONE,
            List.of(new Arrival("/hill.jpg", "peers", 1_000, 1_000, 0, 600, 20, "")),
            List.of(
                new Transfer("/hill.jpg", NOBODY, false, 1_000, 0, 600, false),
                new Transfer("/base.css", NOBODY, false, 300, 0, 610, false),
                new Transfer("/hill.jpg", WORKER, false, 1_000, 1_100, 850, false),
                new Transfer("/base.css", WORKER, false, 300, 150, 860, false)),
            List.of());

    Offload offload = new Offload(List.of(visit), MANIFEST);
    assertThat(offload.withoutVideo()).isEqualTo(new Share(1_000, 1_300));
    assertThat(offload.originBytes()).isEqualTo(1_300);
    assertThat(offload.originWire(visit)).isEqualTo(1_250);
  }

  @Test
  void theLineOfJsonSumsTheLaterVisitors() {
    assertThat(Report.json(offload))
        .isEqualTo(
            "{\"visitors\":3,\"offloadAfterFirst\":0.9,\"offloadWhenReady\":1.0,\"offloadWithoutVideo\":0.7692,"
                + "\"bytesFromPeers\":18000,\"bytesFromOrigin\":2000,\"verifyFailures\":2,\"fallbacks\":{\"joining\":4}}");
  }

  @Test
  void theTableHasARowAVisitor() {
    assertThat(Report.visitors(offload).lines())
        .hasSize(4)
        .anySatisfy(
            row ->
                assertThat(row)
                    .startsWith("2")
                    .contains("9 KB", "90.0 %", "mesh 500 ms", "joining 2"));
  }

  @Test
  void ledgersAgreeWithTheLogWithinOnePercent() {
    assertThat(reconcile(11_900).agrees()).isTrue();
    assertThat(reconcile(11_900)).isEqualTo(new Reconciliation(12_000, 11_900, 0));
    assertThat(reconcile(11_800).agrees()).isFalse();
  }

  @Test
  void ofAFileThatWasGivenUpTheLogMayHaveMoreAndOfNoOther() {
    List<AccessRecord> log =
        List.of(
            new AccessRecord("/hill.jpg", 200, 1_000, 1_000, "a"),
            new AccessRecord("/film.webm", 206, 5_000, 5_000, "a"));

    assertThat(Reconciliation.of(gaveUp("/film.webm"), log))
        .isEqualTo(new Reconciliation(1_700, 6_000, 4_300))
        .matches(Reconciliation::agrees);
    assertThat(Reconciliation.of(gaveUp("/hill.jpg"), log))
        .isEqualTo(new Reconciliation(1_700, 6_000, 0))
        .matches(check -> !check.agrees());
  }

  /** Somebody who got a picture from the origin, and 700 bytes of a film. */
  private static Offload gaveUp(String path) {
    Visit visit =
        new Visit(
            1,
            "a",
            "",
            0,
            1,
            1,
            Ledger.NONE,
            List.of(),
            List.of(
                new Transfer(
                    "/hill.jpg", ELEMENT, false, 1_000, 1_000, 0, path.equals("/hill.jpg")),
                new Transfer("/film.webm", ELEMENT, false, 700, 700, 0, path.equals("/film.webm"))),
            List.of());
    return new Offload(List.of(visit), MANIFEST);
  }

  @Test
  void otherClientsAndOtherPathsOfTheLogDoNotCount() {
    List<AccessRecord> log =
        List.of(
            new AccessRecord("/hill.jpg", 200, 50, 50, "somebody else"),
            new AccessRecord("/", 200, 50, 50, "agent/1"),
            new AccessRecord("/hill.jpg", 200, 40, 70, "agent/1"));

    assertThat(Reconciliation.of(offload, log).logBytes()).isEqualTo(70);
  }

  @Test
  void whatNeverCameIsToldWithItsVisitor() {
    Visit visit =
        new Visit(2, "a", "", 0, 1, 1, Ledger.NONE, List.of(), List.of(), List.of("/hill.jpg"));

    assertThat(new Offload(List.of(visit), MANIFEST).missing())
        .containsExactly("visitor 2: /hill.jpg");
  }

  private Reconciliation reconcile(long logged) {
    List<AccessRecord> log = new ArrayList<>();
    log.add(new AccessRecord("/hill.jpg", 200, logged, logged, "agent/1"));
    return Reconciliation.of(offload, log);
  }
}
