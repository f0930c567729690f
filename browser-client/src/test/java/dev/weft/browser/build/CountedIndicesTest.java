package dev.weft.browser.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Only what counts up from a number of the program is known not to be negative. */
class CountedIndicesTest {
  @Test
  void countersAreNotChecked() {
    assertThat(
            trusted(
                "let f = a => { let i, j; i = 0; while (i < a.length) {",
                "  j = $rt_checkLowerBound(i); g(a[j]); i = j + 1 | 0; } };"))
        .contains("j=i;");
  }

  @Test
  void whatComesFromElsewhereIs() {
    String checked = "a[$rt_checkLowerBound(i)]";
    assertThat(trusted("let f = (a, i) => a[$rt_checkLowerBound(i)];")).contains(checked);
    assertThat(trusted("let f = a => { let i; i = g(); return a[$rt_checkLowerBound(i)]; };"))
        .contains(checked);
    assertThat(
            trusted(
                "let f = (a, n) => { let i; i = 0; while (i < a.length) {",
                "  g(a[$rt_checkLowerBound(i)]); i = i + n | 0; } };"))
        .contains(checked);
    assertThat(
            trusted(
                "let f = a => { let i; i = 9; while (i < a.length) {",
                "  g(a[$rt_checkLowerBound(i)]); i = i + -1 | 0; } };"))
        .contains(checked);
    assertThat(trusted("let f = a => { for (let i of a) g(a[$rt_checkLowerBound(i)]); };"))
        .contains(checked);
  }

  @Test
  void whatIsCheckedAndCountsOnFromThereIsStillChecked() {
    assertThat(
            trusted(
                "let f = (a, i) => { let j; j = $rt_checkLowerBound(i); while (j < a.length) {",
                "  g(a[$rt_checkLowerBound(j)]); j = j + 1 | 0; } };"))
        .contains("j=$rt_checkLowerBound(i)", "a[$rt_checkLowerBound(j)]");
  }

  private static String trusted(String... lines) {
    SampleScript script = new SampleScript(lines);
    CountedIndices.trust(script.tree);
    return script.text();
  }
}
