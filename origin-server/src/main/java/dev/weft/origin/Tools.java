package dev.weft.origin;

import dev.weft.web.Commands;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands for sites that another server serves: they do their work and end. */
@Command(
    name = "weft",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {PublishCommand.class, KeygenCommand.class, ManifestCommand.class})
public final class Tools {
  /** Exits with 2 for wrong options, 1 when the work cannot be done or shows something wrong. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return Commands.speakPlainly(new CommandLine(new Tools()));
  }
}
