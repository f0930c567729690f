package dev.weft.bootstrap;

import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmPlatform;
import dev.weft.jvm.JvmSignatures;
import dev.weft.jvm.LoopThread;
import dev.weft.jvm.SecureEntropy;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The event loop of a node, and the threads that compute its cryptography. */
final class NodeLoop implements AutoCloseable {
  /** A handshake takes some 300 µs of curve arithmetic, so two threads do thousands a second. */
  private static final int CRYPTO_THREADS = 2;

  private final LoopThread loop = new LoopThread("mesh");
  private final SecureEntropy entropy = new SecureEntropy();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          CRYPTO_THREADS,
          task -> {
            Thread thread = new Thread(task, "crypto");
            thread.setDaemon(true);
            return thread;
          });
  private final Effects effects = Effects.on(loop, workers);

  LoopThread thread() {
    return loop;
  }

  SecureEntropy entropy() {
    return entropy;
  }

  /** Signatures whose answers come on the loop. */
  JvmSignatures signatures() {
    return new JvmSignatures(effects, entropy);
  }

  Platform platform() {
    return JvmPlatform.of(loop, entropy, effects);
  }

  /**
   * Runs the question on the loop and waits for its promise.
   *
   * @throws TimeoutException when there is no answer in time
   */
  <T> T await(long millis, Supplier<Promise<T>> question) throws TimeoutException {
    try {
      return loop.ask(question).get(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TimeoutException("interrupted");
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }

  @Override
  public void close() {
    loop.close();
    workers.shutdownNow();
  }
}
