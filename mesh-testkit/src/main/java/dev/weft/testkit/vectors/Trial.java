package dev.weft.testkit.vectors;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Utf8;
import dev.weft.testkit.SeededEntropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Runs vectors and keeps every outcome. */
final class Trial {
  /** Malformed inputs made of each group of well-formed ones. */
  private static final int CORPUS_INPUTS = 400;

  private final StringBuilder outcomes = new StringBuilder();
  private final List<String> failures = new ArrayList<>();
  private int count;

  /** Reads the bytes and writes again what was read. */
  interface Decoder {
    byte[] rewrite(byte[] bytes);
  }

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

  /**
   * Seeded changes of well-formed inputs: each is read or refused, and the digest holds which, so
   * that two platforms have to agree.
   */
  void corpus(String name, Decoder decoder, byte[]... inputs) {
    SeededEntropy seeded = new SeededEntropy(name.length());
    for (byte[] input : inputs) {
      corpusInput(name, decoder, input);
    }
    for (int i = 0; i < CORPUS_INPUTS; i++) {
      byte[] changed = inputs[seeded.below(inputs.length)];
      for (int changes = 1 + seeded.below(3); changes > 0; changes--) {
        changed = change(changed, seeded);
      }
      corpusInput(name, decoder, changed);
    }
  }

  private void corpusInput(String name, Decoder decoder, byte[] input) {
    String outcome = outcome(() -> Hex.of(decoder.rewrite(input)));
    note(name + " " + Hex.of(input), outcome);
    if (outcome.startsWith("!!")) {
      failures.add(name + " of " + Hex.of(input) + ": " + outcome);
    }
  }

  private static byte[] change(byte[] input, SeededEntropy seeded) {
    if (input.length == 0) {
      return seeded.bytes(1);
    }
    int at = seeded.below(input.length);
    byte[] changed = input.clone();
    switch (seeded.below(4)) {
      case 0 -> changed[at] ^= (byte) (1 << seeded.below(8));
      case 1 -> changed[at] = seeded.bytes(1)[0];
      case 2 -> changed = Arrays.copyOf(input, at);
      default -> {
        changed = Arrays.copyOf(input, input.length + 1);
        System.arraycopy(input, at, changed, at + 1, input.length - at);
      }
    }
    return changed;
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
