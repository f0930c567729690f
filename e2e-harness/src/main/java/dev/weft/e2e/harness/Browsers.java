package dev.weft.e2e.harness;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Chromium of this JVM: one process, started when first asked for and ended with the JVM. Each
 * visitor is a context of its own, with storage and caches of its own. Playwright is not
 * thread-safe: all of it belongs to the test's thread.
 */
public final class Browsers {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  /** What Playwright keeps from browsers that people use. */
  private static final List<String> UNLIKE_PEOPLES =
      List.of(
          "--disable-background-timer-throttling",
          "--disable-backgrounding-occluded-windows",
          "--disable-renderer-backgrounding",
          "--disable-back-forward-cache");

  private static @Nullable Browser shared;

  private Browsers() {}

  /** A new visitor, who has never been anywhere. */
  public static synchronized BrowserContext visitor() {
    if (shared == null) {
      shared = launch();
    }
    return shared.newContext();
  }

  /** A browser process of its own; its Playwright is closed with it by the caller. */
  public static Browser launch(String... furtherArguments) {
    return launch(executable(), furtherArguments);
  }

  /** A browser process of its own, started by a program that takes Chromium's arguments. */
  public static Browser launch(Path launcher, String... furtherArguments) {
    List<String> arguments = new ArrayList<>(ARGUMENTS);
    arguments.addAll(List.of(furtherArguments));
    return launch(launcher, new BrowserType.LaunchOptions().setArgs(arguments));
  }

  /**
   * A browser process of its own that throttles tabs in the background and keeps pages that were
   * left, as people's do.
   */
  public static Browser launchLikePeoples() {
    return launch(
        executable(),
        new BrowserType.LaunchOptions().setArgs(ARGUMENTS).setIgnoreDefaultArgs(UNLIKE_PEOPLES));
  }

  private static Browser launch(Path launcher, BrowserType.LaunchOptions options) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Runtime.getRuntime().addShutdownHook(new Thread(playwright::close));
    return playwright.chromium().launch(options.setExecutablePath(launcher).setHeadless(true));
  }

  /** {@code $WEFT_CHROMIUM}, or the first of the usual names on the path. */
  public static Path executable() {
    String named = System.getenv("WEFT_CHROMIUM");
    if (named != null && !named.isEmpty()) {
      return Path.of(named);
    }
    for (String name : NAMES) {
      for (String folder : System.getenv("PATH").split(":", -1)) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return file;
        }
      }
    }
    throw new IllegalStateException(
        "No Chromium found: install chromium, or set WEFT_CHROMIUM to its executable.");
  }
}
