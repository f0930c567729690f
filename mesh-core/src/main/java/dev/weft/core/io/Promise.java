package dev.weft.core.io;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that comes later, or the reason why it does not.
 *
 * <p>Lives on one event loop. Callbacks run inside the call that settles it, or at once when it is
 * settled already, in the order in which they were added. Settling twice has no effect: the first
 * answer stands, so a late effect after a close is dropped.
 */
public final class Promise<T> {
  private @Nullable T value;
  private @Nullable MeshException failure;
  private boolean settled;
  private final List<Runnable> callbacks = new ArrayList<>();

  /** A promise that is kept already. */
  public static <T> Promise<T> of(T value) {
    Promise<T> promise = new Promise<>();
    promise.resolve(value);
    return promise;
  }

  /** A promise that is broken already. */
  public static <T> Promise<T> failed(MeshException failure) {
    Promise<T> promise = new Promise<>();
    promise.fail(failure);
    return promise;
  }

  /** Keeps it. Without effect when it is settled. */
  public void resolve(T answer) {
    if (!settled) {
      value = answer;
      settle();
    }
  }

  /** Breaks it. Without effect when it is settled. */
  public void fail(MeshException reason) {
    if (!settled) {
      failure = reason;
      settle();
    }
  }

  private void settle() {
    settled = true;
    for (Runnable callback : callbacks) {
      callback.run();
    }
    callbacks.clear();
  }

  /** Whether it was kept or broken. */
  public boolean isSettled() {
    return settled;
  }

  /** Calls one of the two when it is settled. */
  public void then(Consumer<? super T> onValue, Consumer<MeshException> onFailure) {
    whenSettled(
        () -> {
          MeshException broken = failure;
          if (broken != null) {
            onFailure.accept(broken);
          } else {
            onValue.accept(settledValue());
          }
        });
  }

  private void whenSettled(Runnable callback) {
    if (settled) {
      callback.run();
    } else {
      callbacks.add(callback);
    }
  }

  @SuppressWarnings("NullAway") // resolve() took a T, which is null only where T allows it
  private T settledValue() {
    return value;
  }

  /** The promise of the function's result; a failure passes through. */
  public <R> Promise<R> map(Function<? super T, ? extends R> function) {
    Promise<R> mapped = new Promise<>();
    then(
        answer -> {
          R result;
          try {
            result = function.apply(answer);
          } catch (MeshException thrown) {
            mapped.fail(thrown);
            return;
          }
          mapped.resolve(result);
        },
        mapped::fail);
    return mapped;
  }

  /** The promise that the function's promise makes; a failure passes through. */
  public <R> Promise<R> flatMap(Function<? super T, Promise<R>> function) {
    Promise<R> flat = new Promise<>();
    then(
        answer -> {
          Promise<R> next;
          try {
            next = function.apply(answer);
          } catch (MeshException thrown) {
            flat.fail(thrown);
            return;
          }
          next.then(flat::resolve, flat::fail);
        },
        flat::fail);
    return flat;
  }

  /** Breaks this promise with a timeout unless it is settled within the delay. */
  public Promise<T> within(EventLoop loop, long delayMillis, String whatTimedOut) {
    if (!settled) {
      EventLoop.Timer timer =
          loop.schedule(delayMillis, () -> fail(MeshException.timeout(whatTimedOut)));
      whenSettled(timer::cancel);
    }
    return this;
  }
}
