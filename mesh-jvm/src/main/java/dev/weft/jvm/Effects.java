package dev.weft.jvm;

import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where cryptographic effects are computed, and how their answers come back to the loop. */
public final class Effects {
  private static final Logger LOG = LoggerFactory.getLogger(Effects.class);

  private final @Nullable EventLoop loop;
  private final Executor worker;

  private Effects(@Nullable EventLoop loop, Executor worker) {
    this.loop = loop;
    this.worker = worker;
  }

  /** Computes and answers within the call. */
  public static Effects direct() {
    return new Effects(null, Runnable::run);
  }

  /** Computes within the call and answers in a task of the loop's own: late, and repeatable. */
  public static Effects on(EventLoop loop) {
    return new Effects(loop, Runnable::run);
  }

  /** Computes on the worker and answers in a task of the loop, which must take posts from it. */
  public static Effects on(EventLoop loop, Executor worker) {
    return new Effects(loop, worker);
  }

  /** The computation's answer; what it throws, other than a MeshException, is a local failure. */
  <T> Promise<T> run(Callable<T> computation) {
    Promise<T> promise = new Promise<>();
    worker.execute(
        () -> {
          Runnable answer;
          try {
            T value = computation.call();
            answer = () -> promise.resolve(value);
          } catch (MeshException expected) {
            answer = () -> promise.fail(expected);
          } catch (Exception broken) {
            LOG.error("a cryptographic effect failed", broken);
            MeshException reason = MeshException.local("crypto", String.valueOf(broken));
            answer = () -> promise.fail(reason);
          }
          if (loop == null) {
            answer.run();
          } else {
            loop.post(answer);
          }
        });
    return promise;
  }
}
