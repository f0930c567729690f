package dev.weft.e2e.script;

import dev.weft.testkit.vectors.SharedVectors;
import org.teavm.jso.JSExport;

/** The entry of {@code core.mjs}: what the shared vectors give as JavaScript. */
public final class CoreScript {
  private CoreScript() {}

  /** Runs them; a line of the count, a line of the digest, then a line for each failure. */
  @JSExport
  public static String runAll() {
    SharedVectors.Report report = SharedVectors.runAll();
    StringBuilder lines = new StringBuilder();
    lines.append(report.count()).append('\n').append(report.digest());
    for (String failure : report.failures()) {
      lines.append('\n').append(failure);
    }
    return lines.toString();
  }
}
