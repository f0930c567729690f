package dev.weft.bootstrap;

import picocli.CommandLine;

/** Starts a node from the command line; the server's threads keep it running. */
public final class Main {
  private static final String NAME = "weft bootstrap: ";

  private Main() {}

  /**
   * Exits with 2 for wrong options, 1 when the node cannot start, else runs until it is stopped.
   */
  public static void main(String[] args) {
    int code = commandLine().execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new BootstrapCommand())
        .setParameterExceptionHandler(
            (wrong, args) -> {
              String more =
                  wrong instanceof CommandLine.UnmatchedArgumentException
                      ? "; --help lists what there is"
                      : "";
              wrong.getCommandLine().getErr().println(NAME + wrong.getMessage() + more);
              return CommandLine.ExitCode.USAGE;
            })
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> {
              if (!(thrown instanceof StartException)) {
                throw thrown;
              }
              command.getErr().println(NAME + thrown.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }
}
