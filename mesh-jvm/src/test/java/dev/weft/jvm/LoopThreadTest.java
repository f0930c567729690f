package dev.weft.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopThreadTest {
  private final LoopThread loop = new LoopThread("loop-test");

  @AfterEach
  void close() {
    loop.close();
  }

  @Test
  void tasksRunInOrderOnTheLoopsOwnThread() throws Exception {
    List<Integer> ran = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      loop.post(() -> ran.add(number));
    }
    assertThat(await(loop.ask(() -> Promise.of(loop.inLoop())))).isTrue();
    assertThat(ran).hasSize(1_000).isSorted();
    assertThat(loop.inLoop()).isFalse();
  }

  @Test
  void theLoopGoesOnAfterATaskThatThrows() throws Exception {
    loop.post(
        () -> {
          throw new IllegalStateException("thrown on purpose by the test");
        });
    assertThat(await(loop.ask(() -> Promise.of(1)))).isEqualTo(1);
  }

  @Test
  void timersRunInTimeUnlessCancelled() throws Exception {
    Promise<Done> rung = new Promise<>();
    Promise<Done> cancelled = new Promise<>();
    EventLoop.Timer timer = loop.schedule(1, () -> cancelled.resolve(Done.DONE));
    timer.cancel();
    long before = loop.nowMillis();
    loop.schedule(30, () -> rung.resolve(Done.DONE));
    await(loop.ask(() -> rung));
    assertThat(loop.nowMillis() - before).isGreaterThanOrEqualTo(29);
  }

  @Test
  void aFailedAnswerArrivesAsItsException() {
    assertThatThrownBy(() -> await(loop.ask(() -> Promise.failed(MeshException.closed("gone")))))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(MeshException.class);
  }

  @Test
  void afterCloseTasksAreDropped() {
    loop.close();
    List<Integer> ran = new ArrayList<>();
    loop.post(() -> ran.add(1));
    loop.close();
    assertThat(ran).isEmpty();
  }

  @Test
  void theLoopMayCloseItself() throws Exception {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    loop.post(
        () -> {
          loop.close();
          closed.complete(true);
        });
    assertThat(await(closed)).isTrue();
  }

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }
}
