package dev.weft.origin;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Says in one sentence, with the option to change, why a server cannot start. */
final class StartFailures {
  private StartFailures() {}

  static StartException folder(OriginConfig config, IOException missing) {
    return new StartException(
        "DIR: there is no readable folder at " + config.folder() + ".", missing);
  }

  static StartException tls(IOException unusable) {
    return new StartException(
        "--tls-cert, --tls-key: cannot use " + reason(unusable) + ".", unusable);
  }

  static StartException accessLog(IOException unwritable) {
    return new StartException("--access-log: cannot write " + reason(unwritable) + ".", unwritable);
  }

  static StartException listening(OriginConfig config, Throwable refused) {
    String reason = reason(root(refused));
    if (reason.contains("already in use")) {
      return new StartException(
          "--port: port "
              + config.port()
              + " on "
              + config.host()
              + " is taken; choose another one, or 0 for a free one.",
          refused);
    }
    if (new InetSocketAddress(config.host(), config.port()).isUnresolved()) {
      return new StartException("--host: there is no host '" + config.host() + "'.", refused);
    }
    return new StartException(
        "--host, --port: cannot listen on "
            + config.host()
            + " port "
            + config.port()
            + ": "
            + reason
            + ".",
        refused);
  }

  private static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String reason(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }
}
