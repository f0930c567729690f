package dev.weft.pipe.server;

import dev.weft.web.Commands;
import picocli.CommandLine;

/** Starts a pipe from the command line; the server's threads keep it running. */
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
    return Commands.speakPlainly(new CommandLine(new PipeCommand()));
  }
}
