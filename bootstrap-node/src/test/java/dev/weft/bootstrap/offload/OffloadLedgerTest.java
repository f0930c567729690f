package dev.weft.bootstrap.offload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.bootstrap.FakeClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffloadLedgerTest {
  private final FakeClock clock = new FakeClock();
  private final OffloadLedger ledger = new OffloadLedger(clock);

  @Test
  void startsEmpty() {
    assertThat(ledger.since(0)).isEmpty();
    assertThat(ledger.sum(OffloadLedger.MINUTES).ratio()).isEqualTo(-1);
  }

  @Test
  void sumsTheReportsOfAMinute() {
    long minute = ledger.unixMinute();
    ledger.add(bytes(30, 10));
    clock.advance(Duration.ofSeconds(59));
    ledger.add(bytes(0, 10));

    List<OffloadLedger.Minute> minutes = ledger.since(0);

    assertThat(minutes).hasSize(1);
    assertThat(minutes.get(0).unixMinute()).isEqualTo(minute);
    assertThat(minutes.get(0).tally().get(Measure.PEER_BYTES)).isEqualTo(30);
    assertThat(minutes.get(0).tally().get(Measure.ORIGIN_BYTES)).isEqualTo(20);
    assertThat(minutes.get(0).tally().ratio()).isEqualTo(0.6);
  }

  @Test
  void startsANewMinuteWhenTheClockDoes() {
    ledger.add(bytes(1, 0));
    clock.advance(Duration.ofMinutes(1));
    ledger.add(bytes(2, 0));

    assertThat(ledger.since(0)).hasSize(2);
    assertThat(ledger.since(ledger.unixMinute())).hasSize(1);
    assertThat(ledger.sum(1).get(Measure.PEER_BYTES)).isEqualTo(2);
    assertThat(ledger.sum(2).get(Measure.PEER_BYTES)).isEqualTo(3);
  }

  @Test
  void forgetsAMinuteAfterADayWhetherOrNotItsSlotIsUsedAgain() {
    ledger.add(bytes(1, 0));
    clock.advance(Duration.ofMinutes(OffloadLedger.MINUTES - 1));
    assertThat(ledger.since(0)).as("the last minute of its day").hasSize(1);

    clock.advance(Duration.ofMinutes(1));
    assertThat(ledger.since(0)).as("a day later, nothing reported").isEmpty();

    ledger.add(bytes(5, 0));
    assertThat(ledger.sum(OffloadLedger.MINUTES).get(Measure.PEER_BYTES))
        .as("the slot is a new minute's now")
        .isEqualTo(5);
  }

  @Test
  void keepsADayOfMinutesAndNotMore() {
    for (int minute = 0; minute < OffloadLedger.MINUTES + 100; minute++) {
      ledger.add(bytes(1, 0));
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(ledger.since(0)).hasSize(OffloadLedger.MINUTES - 1);
  }

  @Test
  void handsOutCopies() {
    ledger.add(bytes(1, 0));
    Tally copy = ledger.since(0).get(0).tally();
    ledger.add(bytes(1, 0));

    assertThat(copy.get(Measure.PEER_BYTES)).isEqualTo(1);
  }

  @Test
  void doesNotOverflow() {
    ledger.add(bytes(Long.MAX_VALUE, 0));
    ledger.add(bytes(Long.MAX_VALUE, 0));

    assertThat(ledger.sum(1).get(Measure.PEER_BYTES)).isEqualTo(Long.MAX_VALUE);
  }

  private static Tally bytes(long peer, long origin) {
    return new Tally()
        .add(Measure.PEER_BYTES, peer)
        .add(Measure.ORIGIN_BYTES, origin)
        .add(Measure.REPORTS, 1);
  }
}
