package dev.weft.e2e.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A running program that says on stdout, line by line, what it has reached. Every wait is bounded,
 * and a wait in vain fails with the end of its stderr. Closing kills it.
 */
public final class NodeProcess implements AutoCloseable {
  /** Lines of stdout that nobody has read yet; then the program waits. */
  private static final int MAX_UNREAD_LINES = 1000;

  /** Lines of stderr that a failure shows. */
  private static final int MAX_ERROR_LINES = 60;

  private static final String END = "\0";

  private final Process process;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_UNREAD_LINES);
  private final Deque<String> errors = new ArrayDeque<>();

  /** Starts the program. */
  public NodeProcess(ProcessBuilder builder) {
    try {
      process = builder.start();
    } catch (IOException missing) {
      throw new UncheckedIOException("cannot run " + builder.command().get(0), missing);
    }
    read(process.getInputStream(), "stdout", this::keepLine);
    read(process.getErrorStream(), "stderr", this::keepError);
  }

  /** The next line of stdout; fails when none comes in time or the program has ended. */
  public String nextLine(Duration timeout) {
    try {
      String line = lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        throw failure("said nothing for " + timeout);
      }
      if (line.equals(END)) {
        lines.add(END);
        throw failure("ended before it said what was waited for");
      }
      return line;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure("was not waited for");
    }
  }

  /** What follows the word on the next line, which must begin with it: {@code word rest}. */
  public String await(String word, Duration timeout) {
    String line = nextLine(timeout);
    if (!line.equals(word) && !line.startsWith(word + " ")) {
      throw failure("said \"" + line + "\" instead of \"" + word + "\"");
    }
    return line.substring(word.length()).strip();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Writes a line to the program's stdin. */
  public void say(String line) {
    try {
      Writer in = process.outputWriter(StandardCharsets.UTF_8);
      in.write(line + "\n");
      in.flush();
    } catch (IOException gone) {
      throw failure("does not listen");
    }
  }

  /** Waits for the program's end, which must be a success. */
  public void awaitSuccess(Duration timeout) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure("did not end within " + timeout);
      }
      if (process.exitValue() != 0) {
        throw failure("ended with status " + process.exitValue());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure("was not waited for");
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private interface LineSink {
    void accept(String line) throws InterruptedException;
  }

  private void read(InputStream stream, String name, LineSink sink) {
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader in =
                  new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  sink.accept(line);
                }
                sink.accept(END);
              } catch (IOException closed) {
                // Killed: whoever waits sees its end.
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            },
            "node-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void keepLine(String line) throws InterruptedException {
    lines.put(line);
  }

  private void keepError(String line) {
    synchronized (errors) {
      if (!line.equals(END)) {
        errors.add(line);
      }
      if (errors.size() > MAX_ERROR_LINES) {
        errors.remove();
      }
    }
  }

  private AssertionError failure(String what) {
    synchronized (errors) {
      return new AssertionError(
          process.info().command().orElse("the program")
              + " "
              + what
              + "; its stderr:\n"
              + String.join("\n", errors));
    }
  }
}
