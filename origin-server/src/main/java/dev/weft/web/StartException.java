package dev.weft.web;

/** The server cannot start; the message is one sentence that names the option to change. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1;

  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Never null, unlike the inherited contract. */
  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? "the server cannot start" : message;
  }
}
