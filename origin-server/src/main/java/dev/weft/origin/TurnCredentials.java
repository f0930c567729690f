package dev.weft.origin;

import dev.weft.jvm.KeyFileException;
import dev.weft.jvm.PrivateFile;
import dev.weft.origin.ClientSettings.IceServer;
import dev.weft.origin.ClientSettings.Turn;
import dev.weft.web.StartException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Credentials of limited life for TURN servers that know the same secret, and nothing else of this
 * origin ("A REST API For Access To TURN Services", draft-uberti-behave-turn-rest-00, section 2.2;
 * coturn's {@code use-auth-secret}): the user name is the second of its expiry and a name, the
 * password the user name's HMAC-SHA1.
 */
final class TurnCredentials {
  /** All pages are one user, so that a server's quotas count for the site as a whole. */
  private static final String NAME = ":weft";

  /** How much of the file is read; a secret of 32 random bytes in hex has 65 with its line end. */
  private static final int MAX_SECRET_BYTES = 1024;

  private static final String HMAC_SHA1 = "HmacSHA1";

  private final Turn turn;
  private final SecretKeySpec secret;
  private final InstantSource clock;

  private TurnCredentials(Turn turn, SecretKeySpec secret, InstantSource clock) {
    this.turn = turn;
    this.secret = secret;
    this.clock = clock;
  }

  /**
   * Reads the secret.
   *
   * @throws StartException when the file cannot be used
   */
  static TurnCredentials of(Turn turn, InstantSource clock) throws StartException {
    String secret;
    try {
      secret = PrivateFile.read(turn.secretFile(), MAX_SECRET_BYTES).strip();
    } catch (KeyFileException unusable) {
      throw new StartException("--turn-secret-file: " + unusable.getMessage() + ".", unusable);
    }
    if (secret.isEmpty() || secret.indexOf('\n') >= 0) {
      throw new StartException(
          "--turn-secret-file: " + turn.secretFile() + " does not hold one line with a secret.");
    }
    byte[] key = secret.getBytes(StandardCharsets.ISO_8859_1);
    return new TurnCredentials(turn, new SecretKeySpec(key, HMAC_SHA1), clock);
  }

  /** The servers with a credential that counts from now. */
  List<IceServer> issue() {
    long expiry = clock.instant().plus(turn.lifetime()).getEpochSecond();
    String username = expiry + NAME;
    String credential = Base64.getEncoder().encodeToString(hmac(username));
    return turn.urls().stream().map(url -> new IceServer(url, username, credential)).toList();
  }

  private byte[] hmac(String text) {
    try {
      Mac mac = Mac.getInstance(HMAC_SHA1);
      mac.init(secret);
      return mac.doFinal(text.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
