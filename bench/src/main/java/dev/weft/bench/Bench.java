package dev.weft.bench;

import dev.weft.bench.core.CoreCommand;
import dev.weft.bench.mesh.MeshCommand;
import dev.weft.bench.page.PageCommand;
import dev.weft.bench.pipe.PipeCommand;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The measurements; {@code ./weft bench} ends here. */
@Command(
    name = "weft bench",
    subcommands = {MeshCommand.class, PageCommand.class, PipeCommand.class, CoreCommand.class},
    mixinStandardHelpOptions = true,
    description = "Measures Weft beside others, all in one run.")
public final class Bench {
  private Bench() {}

  /**
   * Runs a measurement; exit status 0 when all bounds are met, 1 with a sentence on stderr for each
   * that is missed or when the measurement failed, 2 for wrong options.
   */
  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** The repository's root: the launcher says it, else it is where the command was started. */
  public static Path home() {
    return Path.of(System.getProperty("weft.home", "")).toAbsolutePath();
  }
}
