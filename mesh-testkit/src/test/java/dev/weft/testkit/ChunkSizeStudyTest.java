package dev.weft.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkSizeStudyTest {
  private static final int RECOMMENDED_BYTES = 64 * 1024;

  @ParameterizedTest
  @EnumSource(ChunkSizeStudy.Load.class)
  void peersOf10MegabitsDeliverAtLeastHalf(ChunkSizeStudy.Load load) {
    ChunkSizeStudy.Result result = ChunkSizeStudy.run(load, 10, RECOMMENDED_BYTES);
    assertThat(result.peerShare()).isGreaterThanOrEqualTo(0.5);
  }

  @ParameterizedTest
  @EnumSource(ChunkSizeStudy.Load.class)
  void peersOf50MegabitsBeatTheOrigin(ChunkSizeStudy.Load load) {
    ChunkSizeStudy.Result result = ChunkSizeStudy.run(load, 50, RECOMMENDED_BYTES);
    assertThat(result.millis()).isLessThan(result.originAloneMillis());
    assertThat(result.peerShare()).isGreaterThanOrEqualTo(0.95);
  }

  /** 10 MB take 840 ms of the visitor's downlink, and 2.8 s of what three peers can send. */
  @Test
  void peersFartherAwaySendAsMuchAsTheyCan() {
    ChunkSizeStudy.Load film = ChunkSizeStudy.Load.FILM;
    assertThat(ChunkSizeStudy.run(film, 50, RECOMMENDED_BYTES).millis()).isLessThan(950);
    assertThat(ChunkSizeStudy.run(film, 10, RECOMMENDED_BYTES).millis()).isLessThan(2_900);
  }

  /** What the README says of slow peers. */
  @Test
  void peersOf2MegabitsHoldUpAPictureBy150MillisAtMost() {
    ChunkSizeStudy.Result result =
        ChunkSizeStudy.run(ChunkSizeStudy.Load.PICTURE, 2, RECOMMENDED_BYTES);
    assertThat(result.millis() - result.originAloneMillis()).isLessThanOrEqualTo(150);
  }
}
