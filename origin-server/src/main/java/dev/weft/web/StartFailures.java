package dev.weft.web;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Says in one sentence, with the option to change, why a server cannot listen. */
public final class StartFailures {
  private StartFailures() {}

  /** For a TLS identity that cannot be read. */
  public static StartException tls(IOException unusable) {
    return new StartException("--tls-cert, --tls-key: " + reason(unusable) + ".", unusable);
  }

  /** For an address on which it cannot listen. */
  public static StartException listening(String host, int port, Throwable refused) {
    String reason = reason(root(refused));
    if (reason.contains("already in use")) {
      return new StartException(
          "--port: port "
              + port
              + " on "
              + host
              + " is taken; choose another one, or 0 for a free one.",
          refused);
    }
    if (new InetSocketAddress(host, port).isUnresolved()) {
      return new StartException("--host: there is no host '" + host + "'.", refused);
    }
    return new StartException(
        "--host, --port: cannot listen on " + host + " port " + port + ": " + reason + ".",
        refused);
  }

  /** The exception's message, or its name when it has none. */
  public static String reason(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
