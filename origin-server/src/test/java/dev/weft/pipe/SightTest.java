package dev.weft.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.pipe.Progress.Outcome;
import dev.weft.pipe.Progress.Row;
import dev.weft.pipe.Progress.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one who watches a path is told. */
class SightTest {
  private static Progress progress(State state, boolean sender, Outcome outcome) {
    return new Progress(state, sender, 1, 5, List.of(new Row(1, outcome, 5, "")));
  }

  @Test
  void aTransferThatWasSeenIsToldToItsEnd() {
    Progress finishing = progress(State.FINISHING, true, Outcome.WRITTEN);
    assertThat(Sight.of(finishing, true, false)).isEqualTo(new Sight(finishing.json(), false));
    Progress ended = progress(State.ENDED, true, Outcome.COMPLETED);
    assertThat(Sight.of(ended, true, false)).isEqualTo(new Sight(ended.json(), true));
  }

  @Test
  void whoComesLateHearsThatThePathIsGone() {
    assertThat(Sight.of(null, true, false)).isEqualTo(new Sight("{\"state\":\"gone\"}", true));
  }

  @Test
  void whereAllHaveLeftNobodyIs() {
    Progress left = progress(State.ENDED, false, Outcome.WAITING);
    assertThat(Sight.of(left, false, false)).isEqualTo(Sight.of(null, false, false));
    assertThat(Sight.of(left, true, false)).isEqualTo(Sight.of(null, true, false));
  }

  @Test
  void anEmptyPathIsNotLookedAtForEver() {
    assertThat(Sight.of(null, false, false).last()).isFalse();
    assertThat(Sight.of(null, false, true).last()).isTrue();
    Progress waiting = progress(State.WAITING, true, Outcome.WAITING);
    assertThat(Sight.of(waiting, false, true).last()).isFalse();
  }
}
