package dev.weft.e2e.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.hostile.Visitors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a visitor passes nothing on, whatever the site allows. */
class UploadsTest extends DeviceWorld {
  private static final String CONNECTION =
      "Object.defineProperty(Navigator.prototype, 'connection',"
          + " {get: () => Object.assign(new EventTarget(), %s)});";

  private static final String BATTERY =
      "battery = {level: .19, charging: false};"
          + " Navigator.prototype.getBattery = async () => battery";

  /** A minute of a hidden page takes no time. */
  private static final String NO_MINUTES =
      "(real => { setTimeout = (task, millis) => real(task, millis == 60000 ? 0 : millis) })"
          + "(setTimeout)";

  private static final String HIDE =
      "Object.defineProperty(document, 'hidden', {value: %s, configurable: true});"
          + " document.dispatchEvent(new Event('visibilitychange'))";

  private static Page has(Page page) {
    page.evaluate(FETCH);
    return page;
  }

  /** Another visitor, who gets it from the first one, or from the origin. */
  private void asks(House house, String source) {
    Page page = join(house);
    if (source.equals("peers")) {
      page.waitForFunction("weft.stats().state == 'mesh'");
    }
    has(page);
    Visitors.counted(page, 1);
    String other = source.equals("peers") ? "origin" : "peers";
    assertThat(stat(page, "bytes." + other)).isZero();
    assertThat(stat(page, "bytes." + source)).isPositive();
    page.context().close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{saveData: true}", "{type: 'cellular'}", "{type: 'cellular', saveData: false}"})
  void nothingOverAConnectionThatCosts(String connection) throws Exception {
    try (House house = House.open(site.folder())) {
      has(join(house, String.format(CONNECTION, connection)));
      asks(house, "origin");
    }
  }

  @Test
  void aConnectionThatBeginsToCostIsNoticed() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first =
          has(
              join(
                  house,
                  "network = Object.assign(new EventTarget(), {type: 'wifi'});"
                      + "Object.defineProperty(Navigator.prototype, 'connection', {get: () => network})"));
      asks(house, "peers");
      first.evaluate("network.type = 'cellular'; void network.dispatchEvent(new Event('change'))");
      asks(house, "origin");
    }
  }

  @Test
  void nothingFromAMobileDeviceThatDoesNotTellItsConnection() throws Exception {
    String mobile =
        "Object.defineProperty(Navigator.prototype, 'userAgent', {get: () => 'Android; Mobile'});";
    try (House house = House.open(site.folder())) {
      has(join(house, mobile + String.format(CONNECTION, "{}")));
      asks(house, "origin");
    }
  }

  @Test
  void nothingFromALowBatteryUntilItIsCharged() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = has(join(house, BATTERY));
      asks(house, "origin");
      first.evaluate("battery.charging = true; battery.onchargingchange()");
      asks(house, "peers");
    }
  }

  @Test
  void nothingFromAPageThatHasBeenHiddenForAMinuteUntilItIsSeen() throws Exception {
    try (House house = House.open(site.folder())) {
      Page first = has(join(house, NO_MINUTES));
      first.evaluate(String.format(HIDE, "true"));
      first.evaluate("new Promise(done => setTimeout(done, 1))");
      asks(house, "origin");
      first.evaluate(String.format(HIDE, "false"));
      asks(house, "peers");
    }
  }
}
