package dev.weft.bootstrap;

/** The node cannot start; the message is one sentence that says what to do. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  StartException(String message) {
    super(message);
  }
}
