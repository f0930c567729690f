package dev.weft.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualLoopTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final List<String> ran = new ArrayList<>();

  @Test
  void tasksRunByTimeAndThenByOrderOfSubmission() {
    loop.schedule(10, () -> ran.add("late"));
    loop.post(
        () -> {
          ran.add("first");
          loop.post(() -> ran.add("third"));
        });
    loop.schedule(0, () -> ran.add("second"));
    assertThat(ran).isEmpty();
    loop.runUntilIdle();
    assertThat(ran).containsExactly("first", "second", "third", "late");
    assertThat(loop.nowMillis()).isEqualTo(10);
  }

  @Test
  void runForStopsAtItsEnd() {
    loop.schedule(5, () -> ran.add("due"));
    loop.schedule(6, () -> ran.add("later"));
    loop.runFor(5);
    assertThat(ran).containsExactly("due");
    assertThat(loop.nowMillis()).isEqualTo(5);
    assertThat(loop.pending()).isEqualTo(1);
  }

  @Test
  void cancelledTasksDoNotRun() {
    EventLoop.Timer timer = loop.schedule(5, () -> ran.add("cancelled"));
    timer.cancel();
    timer.cancel();
    loop.runUntilIdle();
    assertThat(ran).isEmpty();
    assertThat(loop.pending()).isZero();
  }

  @Test
  void runUntilStopsAsSoonAsTheConditionHolds() {
    loop.schedule(5, () -> ran.add("wanted"));
    loop.schedule(9, () -> ran.add("later"));
    loop.runUntil(() -> !ran.isEmpty(), 100);
    assertThat(loop.nowMillis()).isEqualTo(5);
    assertThatThrownBy(() -> loop.runUntil(() -> ran.size() > 2, 100))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("100 ms");
  }

  @Test
  void theWallClockFollows() {
    loop.runFor(2_500);
    assertThat(loop.unixSeconds()).isEqualTo(VirtualLoop.START_UNIX_SECONDS + 2);
  }
}
