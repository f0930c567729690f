package dev.weft.site.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void theFirstColumnStandsLeftAndTheOthersRight() {
    TextTable table = new TextTable("asset", "bytes").row("/a.jpg", 5).row("/b", "1.2 MB");

    assertThat(table).hasToString("asset    bytes\n/a.jpg       5\n/b      1.2 MB\n");
  }

  @Test
  void aRowHasAsManyCellsAsTheHead() {
    assertThatThrownBy(() -> new TextTable("a", "b").row(1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
