package dev.weft.pipe;

import dev.weft.pipe.Progress.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one who watches a path sees at one look.
 *
 * @param json for the watcher
 * @param last whether nothing is to be seen after it
 */
record Sight(String json, boolean last) {
  private static final Progress NOBODY = new Progress(State.WAITING, false, 0, 0, List.of());
  private static final Sight GONE = new Sight("{\"state\":\"gone\"}", true);

  /**
   * A path is gone a moment before its transfer's progress says so: who has seen the transfer looks
   * on until its end is told.
   *
   * @param seen the progress of the transfer that was last seen on the path; null when none was
   * @param gone whether the path's transfer is over
   * @param late whether it is time to stop looking at a path where nobody is
   */
  static Sight of(@Nullable Progress seen, boolean gone, boolean late) {
    if (seen == null || (seen.state() == State.ENDED && !seen.sender())) {
      return gone ? GONE : new Sight(NOBODY.json(), late);
    }
    return new Sight(seen.json(), seen.state() == State.ENDED);
  }
}
