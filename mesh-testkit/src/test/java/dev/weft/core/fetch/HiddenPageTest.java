package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.io.EventLoop;
import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimHostile;
import dev.weft.testkit.SimRtc;
import dev.weft.testkit.SimSite;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A page that is not seen: its browser holds its timers back, and who waits for it says so. */
class HiddenPageTest extends FetchWorld {
  /** How often who waits says so; no divisor of the budget. */
  private static final int SAID_MILLIS = 70;

  private final SimVisitor hidden = mesh.visitor(SimRtc.Access.unlimited(10), new HeldTimers());

  /** Posted tasks run as ever, timers after an hour. */
  private final class HeldTimers implements EventLoop {
    @Override
    public long nowMillis() {
      return loop.nowMillis();
    }

    @Override
    public long unixSeconds() {
      return loop.unixSeconds();
    }

    @Override
    public void post(Runnable task) {
      loop.post(task);
    }

    @Override
    public Timer schedule(long delayMillis, Runnable task) {
      return loop.schedule(3_600_000, task);
    }
  }

  private SimDownload fetch(SimSite.File file, Urgency urgency) {
    askedAt = loop.nowMillis();
    SimDownload download = hidden.fetch(file.path, urgency);
    while (!download.isOver()) {
      loop.runFor(SAID_MILLIS);
      hidden.take(download, 0);
    }
    assertThat(download.bytes()).isEqualTo(file.bytes);
    return download;
  }

  @ParameterizedTest
  @EnumSource
  void aSilentPeerCostsTheBudgetAndNoMoreThanTheTimeToTheNextWord(Urgency urgency) {
    new SimHostile(mesh, site, hidden, SimHostile.SILENT, large);
    fetch(large, urgency);
    originAskedAfter(210);
    assertThat(hidden.lastRecord().fallback).isEqualTo(Fallback.BUDGET);
  }

  @ParameterizedTest
  @EnumSource
  void aPeerThatDripsIsOvertaken(Urgency urgency) {
    new SimHostile(mesh, site, hidden, SimHostile.drip(40), large);
    SimDownload download = fetch(large, urgency);
    assertThat(hidden.lastRecord().fallback).isEqualTo(Fallback.STALLED);
    assertThat(download.millis()).isLessThan(600);
  }

  @ParameterizedTest
  @EnumSource
  void theTimeForWhichThePageIsHeldUpIsNotHeldAgainstPeers(Urgency urgency) {
    mesh.connect(hidden, mesh.visitor(SimRtc.Access.unlimited(10)).has(small));
    SimDownload download = hidden.fetch(small.path, urgency);
    loop.runFor(35); // the answer comes after 40
    for (int millis = 6; millis < 9; millis++) {
      loop.schedule(millis, () -> hidden.take(download, 0));
    }
    loop.hold(300);
    loop.runFor(100);
    assertThat(download.bytes()).isEqualTo(small.bytes);
    assertThat(origin.log()).isEmpty();
  }
}
