package dev.weft.site;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has to end with the program, however it ends, Ctrl-C included: last begun, first ended. */
final class Cleanup implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private volatile boolean closed;

  Cleanup() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "cleanup"));
  }

  /** Takes over {@code resource}; what comes after the end is ended at once. */
  synchronized <T extends AutoCloseable> T add(T resource) {
    if (closed) {
      end(resource);
    } else {
      open.push(resource);
    }
    return resource;
  }

  /** Whether the end has begun. */
  boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!open.isEmpty()) {
      end(open.pop());
    }
  }

  private static void end(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      System.err.println("weft: " + e.getMessage());
    }
  }
}
