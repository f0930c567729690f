package dev.weft.origin;

import dev.weft.origin.folder.SiteFolder;
import dev.weft.origin.http.AccessLogFile;
import dev.weft.origin.manifest.ClientScript;
import dev.weft.web.StartException;
import dev.weft.web.StartFailures;
import java.io.IOException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The files that a server opens before it starts; what is missing is a sentence with its option.
 */
final class Inputs {
  private Inputs() {}

  static SiteFolder folder(OriginConfig config) throws StartException {
    try {
      return new SiteFolder(config.folder());
    } catch (IOException missing) {
      throw missingFolder(config, missing);
    }
  }

  static StartException missingFolder(OriginConfig config, IOException missing) {
    return new StartException(
        "DIR: there is no readable folder at " + config.folder() + ".", missing);
  }

  static @Nullable TurnCredentials turn(ClientSettings.@Nullable Turn turn) throws StartException {
    return turn == null ? null : TurnCredentials.of(turn, InstantSource.system());
  }

  static ClientScript client() throws StartException {
    try {
      return ClientScript.load();
    } catch (IOException missing) {
      throw new StartException(missing.getMessage() + ".", missing);
    }
  }

  static @Nullable AccessLogFile accessLog(OriginConfig config) throws StartException {
    try {
      return config.accessLog() == null ? null : new AccessLogFile(config.accessLog());
    } catch (IOException unwritable) {
      throw new StartException(
          "--access-log: cannot write " + StartFailures.reason(unwritable) + ".", unwritable);
    }
  }
}
