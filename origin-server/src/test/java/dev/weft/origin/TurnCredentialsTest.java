package dev.weft.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.origin.ClientSettings.IceServer;
import dev.weft.web.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The TURN REST scheme, and the file with its secret. */
class TurnCredentialsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.999Z");
  private static final String URL = "turn:turn.example.org:3478";

  @TempDir Path folder;

  /** {@code printf 1795341600:weft | openssl dgst -sha1 -hmac north -binary | base64}. */
  @Test
  void aCredentialIsTheHmacOfItsExpiryAndName() throws Exception {
    TurnCredentials credentials = credentials(secret("north\n", "rw-------"));

    assertThat(credentials.issue())
        .containsExactly(new IceServer(URL, "1795341600:weft", "vloNHBXKtWNEhU2RTVcW0pM18KA="));
  }

  @Test
  void aSecretThatOthersMayReadIsRefused() throws Exception {
    Path file = secret("north", "rw-r-----");

    assertThatThrownBy(() -> credentials(file))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("--turn-secret-file")
        .hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @CsvSource({"''", "'  '", "'north\nsouth'"})
  void aFileWithoutOneSecretIsRefused(String content) throws Exception {
    Path file = secret(content.replace("\\n", "\n"), "rw-------");

    assertThatThrownBy(() -> credentials(file))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("one line");
  }

  @Test
  void aMissingSecretIsSaid() {
    assertThatThrownBy(() -> credentials(folder.resolve("none")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("it is not there");
  }

  @ParameterizedTest
  @CsvSource({
    "stun:a.example, 1, --turn-url",
    "turn:a.example, 0, --turn-lifetime",
    "turn:a.example, 169, --turn-lifetime"
  })
  void whatNoServerWouldTakeIsRefused(String url, int hours, String named) {
    assertThatThrownBy(() -> new ClientSettings.Turn(List.of(url), folder, Duration.ofHours(hours)))
        .hasMessageContaining(named);
  }

  private TurnCredentials credentials(Path secret) throws StartException {
    return TurnCredentials.of(
        new ClientSettings.Turn(List.of(URL), secret, Duration.ofHours(24)), () -> NOW);
  }

  private Path secret(String content, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve("turn.secret"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
