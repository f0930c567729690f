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
import org.junit.jupiter.api.Test;

/** What a site lets its pages do with a visitor's device. */
class TermsTest extends DeviceWorld {
  private static final String FETCH_FILE = fetch("/file.bin");

  /** Sending is capped in slices of a block. */
  private static final int SLICE_BYTES = 1 << 16;

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
          .isGreaterThan((FILE_BYTES - SLICE_BYTES) * 1000.0 / bytesPerSecond);
      Visitors.counted(second, 1);
      assertThat(stat(second, "bytes.peers")).isEqualTo(FILE_BYTES);
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
      assertThat(stat(first, "uploaded")).isLessThan(month + SLICE_BYTES);
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
