package dev.weft.site;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The demo's commands; {@code ./weft demo} and {@code ./weft visitor} end here. */
@Command(
    name = "weft",
    subcommands = {DemoCommand.class, VisitorCommand.class},
    mixinStandardHelpOptions = true,
    description = "The example site, its servers and its visitors.")
public final class Main {
  Main() {}

  /**
   * Runs a command; exit status 0 when all went well, 1 with a sentence on stderr when not, 2 for
   * wrong options.
   */
  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler(
            (wrong, args) -> {
              wrong.getCommandLine().getErr().println("weft: " + wrong.getMessage());
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof InterruptedException) {
                return CommandLine.ExitCode.SOFTWARE;
              }
              String message = failure.getMessage();
              command.getErr().println("weft: " + (message == null ? failure : message));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  /** The repository's root: the launcher says it, else it is where the command was started. */
  static Path home() {
    return Path.of(System.getProperty("weft.home", "")).toAbsolutePath();
  }
}
