package dev.weft.core.unixfs;

import dev.weft.core.io.Digests;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** SHA-256 that answers when told to, in an order of the seed's choice; or at once. */
public final class TestDigests implements Digests {
  private final List<Runnable> pending = new ArrayList<>();
  private final Random random;
  private final boolean late;

  /** The most digests that were under way at once. */
  public int mostPending;

  private TestDigests(boolean late, long seed) {
    this.late = late;
    random = new Random(seed);
  }

  /** Answers inside the call. */
  public static TestDigests atOnce() {
    return new TestDigests(false, 0);
  }

  /** Answers in {@link #answerOne}, out of order. */
  public static TestDigests late(long seed) {
    return new TestDigests(true, seed);
  }

  @Override
  public Promise<byte[]> sha256(byte[] data) {
    if (!late) {
      return Promise.of(digest(data));
    }
    Promise<byte[]> answer = new Promise<>();
    pending.add(() -> answer.resolve(digest(data)));
    mostPending = Math.max(mostPending, pending.size());
    return answer;
  }

  /** Answers one of those under way; false when there is none. */
  public boolean answerOne() {
    if (pending.isEmpty()) {
      return false;
    }
    pending.remove(random.nextInt(pending.size())).run();
    return true;
  }

  /** SHA-256 of the JDK. */
  public static byte[] digest(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** The value of a promise that must be kept by now. */
  public static <T> T now(Promise<T> promise) {
    List<T> values = new ArrayList<>(1);
    List<MeshException> failures = new ArrayList<>(1);
    promise.then(values::add, failures::add);
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    if (values.isEmpty()) {
      throw new AssertionError("still pending");
    }
    return values.get(0);
  }
}
