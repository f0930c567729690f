package dev.weft.core.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.testkit.SimDownload;
import dev.weft.testkit.SimVisitor;
import dev.weft.testkit.Urgency;
import org.junit.jupiter.api.Test;

/** Peers that only a TURN server reaches: each byte costs its operator, and takes a detour. */
class OverTurnTest extends FetchWorld {
  private final SimVisitor remote = mesh.visitor(access());

  OverTurnTest() {
    remote.host.putBehindTurn();
    mesh.connect(visitor, remote);
    remote.has(small).has(large);
    loop.runFor(1_000);
  }

  @Test
  void whatCanWaitComesOverTurn() {
    whole(large, ask(large, Urgency.CAN_WAIT));
    assertThat(origin.log()).isEmpty();
  }

  @Test
  void whatTheVisitorWaitsForComesFromTheOriginInTheSameTurn() {
    SimDownload download = ask(large, Urgency.NOW);
    originAskedAfter(0);
    whole(large, download);
    assertThat(visitor.lastRecord().peerBytes).isZero();
    assertThat(visitor.lastRecord().fallback).isEqualTo(Fallback.NO_PEER);
  }

  @Test
  void ofTwoPeersTheVisitorWaitsForTheDirectOne() {
    seeder(large);
    whole(large, ask(large, Urgency.NOW));
    assertThat(origin.log()).isEmpty();
    assertThat(visitor.lastRecord().peerBytes).isEqualTo(large.bytes.length);
    assertThat(remote.host.sentBytes()).isLessThan(large.bytes.length / 10);
  }

  @Test
  void withTheOriginDownThereIsNoOtherWay() {
    origin.down(true);
    whole(small, ask(small, Urgency.NOW));
  }
}
