package dev.weft.site.chromium;

import java.io.IOException;

/** The browser refused a command, answered too late or went away. */
public final class DevToolsException extends IOException {
  private static final long serialVersionUID = 1;

  DevToolsException(String message) {
    super(message);
  }

  DevToolsException(String message, Throwable cause) {
    super(message, cause);
  }
}
