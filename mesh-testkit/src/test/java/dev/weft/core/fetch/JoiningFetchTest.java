package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import org.junit.jupiter.api.Test;

/** What is fetched while the page has yet to meet its peers. */
class JoiningFetchTest extends FetchWorld {
  @Test
  void whileJoiningWhatTheVisitorWaitsForDoesNotWait() {
    visitor.fetcher.joining(true);
    SimDownload download = ask(small, Urgency.NOW);
    originAskedAfter(0);
    whole(small, download);
    assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.JOINING);
  }

  @Test
  void whileJoiningWhatCanWaitWaitsForItsBudgetAndNoLonger() {
    visitor.fetcher.joining(true);
    SimDownload download = ask(large, Urgency.CAN_WAIT);
    loop.runFor(199);
    assertThat(origin.log()).isEmpty();
    loop.runFor(1);
    originAskedAfter(200);
    whole(large, download);
    assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.JOINING);
  }

  @Test
  void aPeerThatComesWhileAnAssetWaitsDeliversIt() {
    SimVisitor seeder = mesh.visitor(access()).has(large);
    visitor.fetcher.joining(true);
    SimDownload[] download = new SimDownload[1];
    loop.schedule(60, () -> download[0] = ask(large, Urgency.CAN_WAIT));
    mesh.connect(visitor, seeder);
    whole(large, download[0]);
    assertThat(origin.log()).isEmpty();
  }
}
