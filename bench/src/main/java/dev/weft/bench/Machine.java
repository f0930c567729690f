package dev.weft.bench;

import dev.weft.e2e.harness.Browsers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Where and when it was measured.
 *
 * @param at when it began
 * @param processor its name, as far as the system tells
 * @param cores how many threads run at once
 * @param system name and version of the operating system
 * @param browser name and version
 * @param java version
 */
public record Machine(
    String at, String processor, int cores, String system, String browser, String java) {
  /** This machine, now, without a browser. */
  public static Machine here() throws IOException {
    return here("no browser");
  }

  /** This machine, now, with its browser. */
  public static Machine withBrowser() throws IOException {
    return here(versionOfBrowser());
  }

  private static Machine here(String browser) throws IOException {
    return new Machine(
        ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES).toString(),
        nameOfProcessor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        browser,
        System.getProperty("java.version"));
  }

  /** The mean number of threads that ran or would have, in the last minute. */
  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /**
   * A line for a report.
   *
   * @param loads of the machine, as they were noted while it was measured
   */
  public String line(Samples loads) {
    String load =
        loads.isEmpty()
            ? "not noted"
            : String.format(
                Locale.ROOT, "%.1f (%.1f–%.1f)", loads.median(), loads.min(), loads.max());
    return String.format(
        Locale.ROOT,
        "%s · %s, %d threads · %s · %s · Java %s · load %s\n",
        at,
        processor,
        cores,
        system,
        browser,
        java,
        load);
  }

  private static String nameOfProcessor() throws IOException {
    Path told = Path.of("/proc/cpuinfo");
    if (Files.isReadable(told)) {
      for (String line : Files.readAllLines(told)) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    }
    return System.getProperty("os.arch");
  }

  private static String versionOfBrowser() throws IOException {
    Process asked = new ProcessBuilder(Browsers.executable().toString(), "--version").start();
    return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
