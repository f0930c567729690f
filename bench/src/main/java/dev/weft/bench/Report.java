package dev.weft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file of reports in Markdown, of which each command writes its own: from its title to the next.
 */
public final class Report {
  private static final String TITLE = "# ";

  private Report() {}

  /** Writes a report in place of the one with the same title, or behind all others. */
  public static void put(Path file, String report) throws IOException {
    List<String> reports = new ArrayList<>();
    if (Files.exists(file)) {
      reports.addAll(List.of(Files.readString(file).split("(?m)^(?=" + TITLE + ")")));
    }
    String title = title(report);
    boolean known = false;
    for (int i = 0; i < reports.size(); i++) {
      if (title(reports.get(i)).equals(title)) {
        reports.set(i, report);
        known = true;
      }
    }
    if (!known) {
      reports.add(report);
    }
    reports.replaceAll(each -> each.strip() + "\n");
    Files.writeString(file, String.join("\n", reports));
  }

  /**
   * What each begins with.
   *
   * @param command that made it
   * @param loads of the machine, as they were noted while it was measured
   */
  public static String head(String title, String command, Machine machine, Samples loads) {
    return TITLE
        + title
        + "\n\nMade by the command that measured it; run it again to check:\n\n    "
        + command.strip()
        + "\n\n"
        + machine.line(loads)
        + "\n";
  }

  private static String title(String report) {
    return report.lines().findFirst().orElse("");
  }
}
