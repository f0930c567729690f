package dev.weft.testkit.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The vectors on the JVM; e2e runs them as JavaScript. */
class SharedVectorsTest {
  @Test
  void allGiveTheirKnownAnswers() {
    SharedVectors.Report report = SharedVectors.runAll();
    assertThat(report.failures()).isEmpty();
    assertThat(report.count()).isGreaterThanOrEqualTo(180);
  }

  @Test
  void theDigestOfAllOutcomesIsRepeatable() {
    assertThat(SharedVectors.runAll().digest())
        .isEqualTo(SharedVectors.runAll().digest())
        .hasSize(64);
  }

  @Test
  void anotherOutcomeIsAFailureAndAnotherDigest() {
    Trial right = new Trial();
    right.expect("one", "1", () -> "1");
    Trial wrong = new Trial();
    wrong.expect("one", "1", () -> "2");
    assertThat(right.report().failures()).isEmpty();
    assertThat(wrong.report().failures()).containsExactly("one: 2 instead of 1");
    assertThat(wrong.report().digest()).isNotEqualTo(right.report().digest());
  }
}
