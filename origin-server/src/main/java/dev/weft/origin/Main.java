package dev.weft.origin;

import picocli.CommandLine;

/** Starts an origin from the command line; the server's threads keep it running. */
public final class Main {
  private Main() {}

  /** Exits with 2 for wrong options, 1 when it cannot start, else runs until it is stopped. */
  public static void main(String[] args) {
    int code = commandLine().execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    return speakPlainly(new CommandLine(new OriginCommand()));
  }

  /** Has what went wrong said in one sentence, after the name of the command. */
  static CommandLine speakPlainly(CommandLine commandLine) {
    return commandLine
        .setParameterExceptionHandler(
            (wrong, args) -> {
              CommandLine command = wrong.getCommandLine();
              command.getErr().println(nameOf(command) + ": " + wrong.getMessage());
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
