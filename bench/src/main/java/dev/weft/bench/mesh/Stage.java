package dev.weft.bench.mesh;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.weft.bench.Bench;
import dev.weft.bench.Scratch;
import dev.weft.e2e.harness.Browsers;
import dev.weft.e2e.harness.House;
import dev.weft.e2e.node.NodeProcess;
import dev.weft.e2e.node.NodeRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where it is measured: one browser, one site whose pages are the contenders, and what they need to
 * meet: a node of Weft's, which is the relay of the js-libp2p nodes too, a tracker, a meeting
 * place.
 */
final class Stage implements AutoCloseable {
  private static final Duration SERVER_START = Duration.ofSeconds(30);

  private final Scratch scratch;
  private final House house;
  private final MeetingPlace meetingPlace;
  private final @Nullable NodeProcess tracker;
  private final Browser browser;
  private final Map<String, Object> settings;

  private Stage(
      Scratch scratch,
      House house,
      MeetingPlace meetingPlace,
      @Nullable NodeProcess tracker,
      Browser browser,
      Map<String, Object> settings) {
    this.scratch = scratch;
    this.house = house;
    this.meetingPlace = meetingPlace;
    this.tracker = tracker;
    this.browser = browser;
    this.settings = settings;
  }

  /** Sets the stage for these contenders, with their scripts' sizes noted. */
  static Stage set(Set<Contender> contenders, Results results) throws Exception {
    Path clients = Bench.home().resolve("bench/clients");
    NodeRuntime node =
        contenders.stream().anyMatch(Contender::isBundled)
            ? NodeRuntime.open(clients, Bench.home().resolve("bench/target/node"))
            : null;
    Scratch scratch = Scratch.open();
    Path folder = scratch.folder();
    Files.copy(clients.resolve("page.js"), folder.resolve("page.js"));
    for (Contender contender : contenders) {
      results.size(contender, writePage(contender, node, clients, folder));
    }
    Map<String, Object> settings = new HashMap<>();
    settings.put("files", writeFiles(folder));
    NodeProcess tracker = null;
    if (node != null) {
      tracker = node.start("tracker.js", List.of());
      settings.put("tracker", tracker.await("tracker", SERVER_START));
    }
    MeetingPlace meetingPlace = new MeetingPlace();
    settings.put("meeting", meetingPlace.url());
    House house = House.open(folder);
    settings.put("relay", house.node().multiaddr().toString());
    return new Stage(scratch, house, meetingPlace, tracker, Browsers.launch(), settings);
  }

  private static Map<String, Object> writeFiles(Path folder) throws IOException {
    Map<String, Object> files = new HashMap<>();
    files.put(Load.COLD.name(), Load.COLD.write(folder));
    for (Load load : Load.values()) {
      for (SiteFile file : load.files()) {
        files.put(file.name(), file.write(folder));
      }
    }
    return files;
  }

  /** Writes the page and its script, minified where it comes from npm. */
  private static ScriptSize writePage(
      Contender contender, @Nullable NodeRuntime node, Path clients, Path folder)
      throws IOException {
    String name = contender.id + ".js";
    Path script = folder.resolve(name);
    if (node != null && contender.isBundled()) {
      node.bundle(name, script, "--minify");
    } else {
      Files.copy(clients.resolve(name), script);
    }
    Files.writeString(
        folder.resolve(contender.id + ".html"),
        "<!doctype html><meta charset=utf-8><title>"
            + contender.title
            + "</title><script src=/page.js></script>"
            + (contender.isBundled() ? "" : "<script type=module src=/" + name + "></script>"));
    return ScriptSize.of(
        contender == Contender.WEFT ? ScriptSize.weft() : Files.readAllBytes(script));
  }

  /** What every page is told. */
  Map<String, Object> settings() {
    return settings;
  }

  /** The one browser. */
  Browser browser() {
    return browser;
  }

  /** A contender's page. */
  Page open(BrowserContext context, Contender contender) {
    Page page = context.newPage();
    page.navigate(house.url() + "/" + contender.id + ".html?weft=debug");
    return page;
  }

  @Override
  public void close() {
    browser.close();
    if (tracker != null) {
      tracker.close();
    }
    meetingPlace.close();
    house.close();
    scratch.close();
  }
}
