package dev.weft.testkit.vectors;

import java.util.List;

/** All vectors, and what they gave. */
public final class SharedVectors {
  private SharedVectors() {}

  /**
   * What a run gave.
   *
   * @param count how many outcomes were compared with their known answer
   * @param failures those that differ from it, in words; empty when all is well
   * @param digest SHA-256 in hex over every outcome
   */
  public record Report(int count, List<String> failures, String digest) {}

  /** Runs them all, in the same order each time. */
  public static Report runAll() {
    Trial trial = new Trial();
    FormatVectors.run(trial);
    CryptoVectors.run(trial);
    ContentVectors.run(trial);
    ProtocolVectors.run(trial);
    return trial.report();
  }
}
