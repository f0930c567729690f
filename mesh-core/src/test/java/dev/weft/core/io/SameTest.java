package dev.weft.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The object itself is looked for, not one that equals it. */
class SameTest {
  private final Object wanted = new ArrayList<>();
  private final Object equal = new ArrayList<>();
  private final List<Object> list = new ArrayList<>(List.of(equal, wanted, "other"));

  @Test
  void findsTheObjectItself() {
    assertThat(Same.isIn(list, wanted)).isTrue();
    assertThat(Same.isIn(list, new ArrayList<>())).isFalse();
    assertThat(Same.isIn(list, null)).isFalse();
  }

  @Test
  void removesTheObjectItself() {
    assertThat(Same.remove(list, wanted)).isTrue();
    assertThat(list).hasSize(2);
    assertThat(list.get(0)).isSameAs(equal);
    assertThat(Same.remove(list, wanted)).isFalse();
    assertThat(list).hasSize(2);
  }
}
