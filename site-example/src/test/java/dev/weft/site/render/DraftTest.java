package dev.weft.site.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DraftTest {
  private static String row(Draft draft, int pick) {
    StringBuilder row = new StringBuilder();
    IntStream.range(0, 8).forEach(end -> row.append(draft.warpUp(end, pick) ? '#' : '.'));
    return row.toString();
  }

  @Test
  void plainWeaveIsAChequerboard() {
    assertThat(row(Draft.PLAIN, 0)).isEqualTo("#.#.#.#.");
    assertThat(row(Draft.PLAIN, 1)).isEqualTo(".#.#.#.#");
  }

  @Test
  void twillMovesByOneEndAPick() {
    assertThat(row(Draft.TWILL, 0)).isEqualTo("##..##..");
    assertThat(row(Draft.TWILL, 1)).isEqualTo("#..##..#");
    assertThat(row(Draft.TWILL, -1)).isEqualTo(".##..##.");
  }

  @Test
  void satinRaisesOneEndInEight() {
    IntStream.range(-8, 8)
        .forEach(pick -> assertThat(row(Draft.SATIN, pick)).containsOnlyOnce("#"));
  }

  @Test
  void noThreadFloatsForLongInACloth() {
    Map<String, Draft> drafts =
        Map.of(
            "basket",
            Draft.BASKET,
            "herringbone",
            Draft.HERRINGBONE,
            "diamond",
            Draft.DIAMOND,
            "shadow",
            Draft.SHADOW);
    drafts.forEach(
        (name, draft) ->
            IntStream.range(0, 64)
                .forEach(
                    end -> assertThat(longestFloat(draft, end)).as(name).isLessThanOrEqualTo(4)));
  }

  private static int longestFloat(Draft draft, int end) {
    int longest = 0;
    int run = 0;
    for (int pick = 0; pick < 64; pick++) {
      run = pick > 0 && draft.warpUp(end, pick) == draft.warpUp(end, pick - 1) ? run + 1 : 1;
      longest = Math.max(longest, run);
    }
    return longest;
  }
}
