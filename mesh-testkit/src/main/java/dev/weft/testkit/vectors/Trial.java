package dev.weft.testkit.vectors;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Runs vectors and keeps every outcome. */
final class Trial {
  private final StringBuilder outcomes = new StringBuilder();
  private final List<String> failures = new ArrayList<>();
  private int count;

  /**
   * One vector.
   *
   * @param expected the outcome: a text, or the code of a refusal after {@code !}
   */
  void expect(String name, String expected, Supplier<String> vector) {
    String outcome = outcome(vector);
    count++;
    note(name, outcome);
    if (!outcome.equals(expected)) {
      failures.add(name + ": " + outcome + " instead of " + expected);
    }
  }

  private static String outcome(Supplier<String> vector) {
    try {
      return vector.get();
    } catch (MeshException refused) {
      return "!" + refused.code();
    } catch (RuntimeException broken) {
      return "!!" + broken.getMessage();
    }
  }

  private void note(String name, String outcome) {
    outcomes.append(name).append(": ").append(outcome).append('\n');
  }

  SharedVectors.Report report() {
    String digest = Hex.of(Sha256.digest(Utf8.encode(outcomes.toString())));
    return new SharedVectors.Report(count, List.copyOf(failures), digest);
  }
}
