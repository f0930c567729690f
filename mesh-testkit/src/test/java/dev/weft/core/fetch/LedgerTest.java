package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Cid;
import dev.weft.core.offload.Ledger;
import dev.weft.core.unixfs.BlockLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  /** An asset of 1,000 bytes that the origin would send as 400. */
  private static AssetRecord record() {
    Cid root = Cid.raw(new byte[32]);
    return new AssetRecord(
        new Asset(
            "/a",
            "/a",
            root,
            400,
            "text/css",
            List.of(),
            new BlockLayout(1_000, 1 << 16),
            root,
            0));
  }

  @Test
  void whatPeersServedCountsAsWhatTheOriginWouldHaveSent() {
    AssetRecord record = record();
    record.peerBytes = 500;
    record.originBytes = 1_000;
    ledger.add(record);
    assertThat(ledger.totals()[Figure.PEER_BYTES]).isEqualTo(500);
    assertThat(ledger.totals()[Figure.PEER_BYTES_AS_ENCODED]).isEqualTo(200);
    assertThat(ledger.totals()[Figure.ORIGIN_BYTES]).isEqualTo(1_000);
    assertThat(record.source()).isEqualTo("origin");
  }

  @Test
  void aReportCarriesWhatIsNewSinceTheLast() {
    AssetRecord record = record();
    record.peerBytes = 1_000;
    record.fallback = Fallback.BUDGET;
    ledger.add(record);
    ledger.uploaded(700);
    double[] first = ledger.takeUnreported();
    assertThat(first[Figure.PEER_BYTES]).isEqualTo(1_000);
    assertThat(first[Figure.UPLOADED_BYTES]).isEqualTo(700);
    assertThat(first[Figure.FALLBACKS + Fallback.BUDGET]).isEqualTo(1);

    ledger.add(record);
    ledger.uploaded(1_000);
    double[] second = ledger.takeUnreported();
    assertThat(second[Figure.ASSETS]).isEqualTo(1);
    assertThat(second[Figure.UPLOADED_BYTES]).isEqualTo(300);
    assertThat(ledger.totals()[Figure.ASSETS]).isEqualTo(2);
    assertThat(ledger.totals()[Figure.FALLBACKS + Fallback.BUDGET]).isEqualTo(2);
    assertThat(ledger.takeUnreported()[Figure.ASSETS]).isZero();
  }

  @Test
  void whatDidNotComeIsAFailureAndItsBytesStillCount() {
    AssetRecord record = record();
    record.originBytes = 300;
    record.failure = "unavailable";
    ledger.add(record);
    assertThat(ledger.totals()[Figure.ASSETS]).isZero();
    assertThat(ledger.totals()[Figure.FAILURES]).isEqualTo(1);
    assertThat(ledger.totals()[Figure.ORIGIN_BYTES]).isEqualTo(300);
  }
}
