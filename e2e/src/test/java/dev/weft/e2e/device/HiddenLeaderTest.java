package dev.weft.e2e.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Hostile;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two tabs of one visitor: the one that leads is not seen, and its browser holds its timers. */
class HiddenLeaderTest extends DeviceWorld {
  /** So large that it is the leader's also while peers rest. */
  private static final int FILM_BYTES = 2_000_000;

  /** From when the page says so none of its timers runs; browsers let them run once a second. */
  private static final String HELD_TIMERS =
      "setTimeout = (start => (...timer) => self.held ? 0 : start(...timer))(setTimeout)";

  /** The leader was asked, and in time by its own clock; a busy one the worker does without. */
  private static final String FELL_BACK =
      "log.some(asset => /budget|stalled/.test(asset.fallback) && !asset.failure)";

  @Test
  void whatTheOtherAsksOfSilentPeersTheLeaderBringsFromTheOrigin() throws Exception {
    byte[] film = new byte[FILM_BYTES];
    new Random(7).nextBytes(film);
    site.file("film.bin", film);
    try (House house = House.open(site.folder());
        Hostile silent = Hostile.join(house, "silent")) {
      Page leader = join(house, HELD_TIMERS);
      leader.waitForFunction("weft.stats().state == 'mesh' && weft.stats().worker");
      leader.evaluate("void weft.on('asset', asset => log.push(asset)); held = true");
      Page follower = leader.context().newPage();
      follower.navigate(house.url());
      follower.waitForFunction("weft.stats().worker && !weft.stats().leads");
      leader.waitForCondition(
          () -> {
            assertThat(follower.evaluate(fetch("/film.bin"))).isEqualTo(FILM_BYTES);
            return Boolean.TRUE.equals(leader.evaluate(FELL_BACK));
          });
      assertThat(silent.asked()).isPositive();
    }
  }
}
