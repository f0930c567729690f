package dev.weft.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Receivers are woken beside whoever wakes them, each of them, and never too seldom. */
class WakersTest {
  private static final int RECEIVERS = 30;
  private static final int MOST_THREADS = 4;

  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final int[] woken = new int[RECEIVERS];

  private Wakers wakers() {
    List<Runnable> receivers = new ArrayList<>();
    for (int i = 0; i < RECEIVERS; i++) {
      int number = i;
      receivers.add(() -> woken[number]++);
    }
    return new Wakers(receivers, tasks::add);
  }

  @Test
  void eachReceiverIsWokenOnceAndNoneByTheCaller() {
    wakers().wake();
    assertThat(woken).containsOnly(0);
    tasks.forEach(Runnable::run);
    assertThat(woken).containsOnly(1);
  }

  @Test
  void thereAreNotMoreThreadsThanProcessorsOrReceivers() {
    wakers().wake();
    assertThat(tasks).hasSize(Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    tasks.clear();
    new Wakers(List.of(() -> {}), tasks::add).wake();
    assertThat(tasks).hasSize(1);
  }

  @Test
  void whatIsDueAlreadyIsNotAskedForAgain() {
    Wakers wakers = wakers();
    wakers.wake();
    int due = tasks.size();
    wakers.wake();
    assertThat(tasks).hasSize(due);
  }

  @Test
  void whoIsWokenWhileItRunsIsWokenAgain() {
    Wakers[] wakers = new Wakers[1];
    List<Integer> runs = new ArrayList<>();
    Runnable receiver =
        () -> {
          runs.add(runs.size());
          if (runs.size() == 1) {
            wakers[0].wake(); // what came into the ring when this one had looked already
          }
        };
    wakers[0] = new Wakers(Collections.singletonList(receiver), tasks::add);
    wakers[0].wake();
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
    assertThat(runs).hasSize(2);
  }
}
