package dev.weft.web;

import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/** How commands answer what they cannot do: one sentence on stderr, and an exit code. */
public final class Commands {
  private Commands() {}

  /**
   * Has what went wrong said in one sentence, after the name of the command; the exit code is 2 for
   * wrong options and 1 when it cannot start.
   */
  public static CommandLine speakPlainly(CommandLine commandLine) {
    return commandLine
        .setParameterExceptionHandler(
            (wrong, args) -> {
              CommandLine command = wrong.getCommandLine();
              String more =
                  wrong instanceof UnmatchedArgumentException ? "; --help lists what there is" : "";
              command.getErr().println(nameOf(command) + ": " + wrong.getMessage() + more);
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> {
              if (!(thrown instanceof StartException)) {
                throw thrown;
              }
              command.getErr().println(nameOf(command) + ": " + thrown.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  private static String nameOf(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }
}
