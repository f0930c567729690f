package dev.weft.e2e.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import dev.weft.origin.VisitorTerms;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a site lets its pages do with a visitor's device. */
class TermsTest extends DeviceWorld {
  private static final String FETCH_FILE = fetch("/file.bin");

  /** What was begun when a cap is reached is sent to its end. */
  private static final int BLOCK_BYTES = 1 << 16;

  private static final int LARGE_BLOCKS = 32;

  /** Sums up what a page sends to a peer before it sends to another; small messages apart. */
  private static final String NOTE_RUNS =
      "runs = []; (send => { RTCDataChannel.prototype.send = function (message) {"
          + " const bytes = message.byteLength, last = runs[runs.length - 1];"
          + " if (bytes > 10000) last && last.to == this ? last.bytes += bytes"
          + " : runs.push({to: this, bytes}); return send.call(this, message); } })"
          + "(RTCDataChannel.prototype.send)";

  private Page seeder(House house) {
    Page seeder = join(house);
    seeder.evaluate(FETCH_FILE);
    Visitors.keeps(seeder, FILE_BLOCKS);
    return seeder;
  }

  @Test
  void whoOnlyDownloadsIsFoundByNobody() throws Exception {
    try (House house =
        House.open(site.folder(), new VisitorTerms("auto", true, 0, 0, 6, 10, "balance", 5))) {
      Page first = seeder(house);
      Page second = join(house);
      assertThat(second.evaluate("weft.stats().state")).isEqualTo("alone");
      second.evaluate(FETCH_FILE);
      Visitors.counted(second, 1);
      assertThat(stat(second, "bytes.peers")).isZero();
      assertThat(stat(first, "uploaded")).isZero();
    }
  }

  @Test
  void aPageDialsAsManyAsTheSiteSays() throws Exception {
    try (House house = House.open(site.folder(), VisitorTerms.dialling(1))) {
      Page first = join(house);
      Page second = join(house);
      second.waitForFunction("weft.stats().peers == 1");
      Page third = join(house);
      third.waitForFunction("weft.stats().peers == 1");
      assertThat(stat(first, "peers") + stat(second, "peers")).isEqualTo(3);
    }
  }

  @Test
  void theRateOfUploadsIsCapped() throws Exception {
    int bytesPerSecond = 200_000;
    try (House house = House.open(site.folder(), VisitorTerms.capped(bytesPerSecond, 0))) {
      seeder(house);
      Page second = join(house);
      second.route("**/file.bin", silent -> {});
      Object millis =
          second.evaluate(
              "(async () => { const from = performance.now(); await "
                  + FETCH_FILE
                  + "; return performance.now() - from })()");
      assertThat(((Number) millis).doubleValue())
          .isGreaterThan((FILE_BYTES - BLOCK_BYTES) * 1000.0 / bytesPerSecond);
      Visitors.counted(second, 1);
      assertThat(stat(second, "bytes.peers")).isEqualTo(FILE_BYTES);
    }
  }

  @Test
  void whoMaySendOneBlockAtATimeSendsEachToItsEndBeforeAnotherPeersNext() throws Exception {
    byte[] large = new byte[LARGE_BLOCKS * BLOCK_BYTES];
    new Random(3).nextBytes(large);
    site.file("large.bin", large);
    VisitorTerms one = new VisitorTerms("auto", false, 400_000, 0, 1, 10, "balance", 5);
    try (House house = House.open(site.folder(), one)) {
      Page first = join(house, NOTE_RUNS);
      first.evaluate(fetch("/large.bin"));
      Visitors.keeps(first, LARGE_BLOCKS + 1);
      for (int other = 0; other < 2; other++) {
        Page page = join(house);
        page.route("**/large.bin", silent -> {});
        page.evaluate("void " + fetch("/large.bin"));
      }
      first.waitForFunction("runs.length > 6");
      assertThat(
              (List<?>)
                  first.evaluate(
                      "runs.slice(0, -1).map(run => run.bytes).filter(bytes => bytes < 65000)"))
          .isEmpty();
    }
  }

  @Test
  void theUploadsOfAMonthAreCappedAndRemembered() throws Exception {
    int month = 200_000;
    try (House house = House.open(site.folder(), VisitorTerms.capped(0, month))) {
      Page first = seeder(house);
      Page second = join(house);
      List<Route> held = new ArrayList<>();
      second.route("**/file.bin", held::add);
      second.evaluate("void (whole = " + FETCH_FILE + ")");
      first.waitForFunction("month => weft.stats().uploaded >= month", month);
      second.unroute("**/file.bin");
      held.forEach(Route::resume);
      second.evaluate("whole");
      assertThat(stat(first, "uploaded")).isLessThan(month + BLOCK_BYTES);
      second.context().close();

      first.navigate(house.url() + "/index.html");
      first.evaluate("weft.ready");
      assertThat((String) first.evaluate("localStorage.getItem('weft-uploaded')"))
          .startsWith(YearMonth.now(ZoneOffset.UTC) + " 2");
      Page third = join(house);
      third.evaluate(FETCH_FILE);
      assertThat(stat(first, "uploaded")).isZero();
      third.context().close();

      first.evaluate("localStorage.setItem('weft-uploaded', '2020-01 " + month + "')");
      first.navigate(house.url());
      first.evaluate("weft.ready");
      Page fourth = join(house);
      fourth.route("**/file.bin", silent -> {});
      fourth.evaluate("void " + FETCH_FILE);
      first.waitForFunction("weft.stats().uploaded > 0");
    }
  }

  @Test
  void theCacheFillsItsShareOfWhatTheBrowserGrants() throws Exception {
    String grants = "StorageManager.prototype.estimate = async () => ({quota: 1e7, usage: 0})";
    try (House house =
        House.open(site.folder(), new VisitorTerms("auto", false, 0, 0, 6, 1, "balance", 5))) {
      Page page = join(house, grants);
      page.evaluate(FETCH_FILE);
      page.evaluate(FETCH_FILE);
      Visitors.counted(page, 2);
      assertThat(stat(page, "bytes.cache")).isLessThanOrEqualTo(100_000);
    }
  }
}
