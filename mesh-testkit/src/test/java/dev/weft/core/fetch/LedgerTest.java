package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.multiformats.Cid;
import dev.weft.core.offload.Ledger;
import dev.weft.core.offload.Totals;
import dev.weft.core.unixfs.BlockLayout;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  /** An asset of 1,000 bytes that the origin would send as 400. */
  private static AssetRecord record() {
    Cid root = Cid.raw(new byte[32]);
    return new AssetRecord(
        new Asset("/a", root, 400, "text/css", new BlockLayout(1_000, 1 << 16), root, 0));
  }

  @Test
  void whatPeersServedCountsAsWhatTheOriginWouldHaveSent() {
    AssetRecord record = record();
    record.peerBytes = 500;
    record.originBytes = 1_000;
    ledger.add(record);
    assertThat(ledger.totals().peerBytes).isEqualTo(500);
    assertThat(ledger.totals().peerBytesAsEncoded).isEqualTo(200);
    assertThat(ledger.totals().originBytes).isEqualTo(1_000);
    assertThat(record.source()).isEqualTo("origin");
  }

  @Test
  void aReportCarriesWhatIsNewSinceTheLast() {
    AssetRecord record = record();
    record.peerBytes = 1_000;
    record.fallback = Fallback.BUDGET;
    ledger.add(record);
    ledger.uploaded(700);
    Totals first = ledger.takeUnreported();
    assertThat(first.peerBytes).isEqualTo(1_000);
    assertThat(first.uploadedBytes).isEqualTo(700);
    assertThat(first.fallbacks(Fallback.BUDGET)).isEqualTo(1);

    ledger.add(record);
    ledger.uploaded(1_000);
    Totals second = ledger.takeUnreported();
    assertThat(second.assets).isEqualTo(1);
    assertThat(second.uploadedBytes).isEqualTo(300);
    assertThat(ledger.totals().assets).isEqualTo(2);
    assertThat(ledger.totals().fallbacks(Fallback.BUDGET)).isEqualTo(2);
    assertThat(ledger.takeUnreported().assets).isZero();
  }

  @Test
  void whatDidNotComeIsAFailureAndItsBytesStillCount() {
    AssetRecord record = record();
    record.originBytes = 300;
    record.failure = "unavailable";
    ledger.add(record);
    assertThat(ledger.totals().assets).isZero();
    assertThat(ledger.totals().failures).isEqualTo(1);
    assertThat(ledger.totals().originBytes).isEqualTo(300);
  }
}
