package dev.weft.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final String SEED =
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";
  private static final String PUBLIC_KEY =
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";

  private final JvmSignatures signatures = new JvmSignatures(Effects.direct(), new SecureEntropy());

  @TempDir Path folder;

  @Test
  void aMissingFileIsMadeOnceAndOnlyForItsOwner() throws Exception {
    Path file = folder.resolve("new/folder/node.key");
    KeyFile first = loadOrCreate(file);
    assertThat(first.created()).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
    KeyFile second = loadOrCreate(file);
    assertThat(second.created()).isFalse();
    assertThat(second.signer().publicKey()).isEqualTo(first.signer().publicKey());
  }

  @Test
  void theFormatIsLibp2pPrivateKeyInBase64() throws Exception {
    Path file = write("08011240" + SEED + PUBLIC_KEY);
    assertThat(loadOrCreate(file).signer().publicKey())
        .isEqualTo(HexFormat.of().parseHex(PUBLIC_KEY));
  }

  @Test
  void aPublicKeyOfAnotherPairIsMalformed() throws Exception {
    Path file = write("08011240" + SEED + "00".repeat(32));
    assertThatThrownBy(() -> loadOrCreate(file))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("holds no Ed25519 key");
  }

  @Test
  void whatIsNoKeyIsMalformedAndStays() throws Exception {
    for (String hex : new String[] {"", "0801", "08001240" + SEED + PUBLIC_KEY}) {
      Path file = write(hex);
      byte[] before = Files.readAllBytes(file);
      assertThatThrownBy(() -> loadOrCreate(file))
          .isInstanceOf(KeyFileException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("restore it");
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
    Path text = write("");
    Files.writeString(text, "not base64 at all!");
    assertThatThrownBy(() -> loadOrCreate(text)).hasMessageContaining("holds no Ed25519 key");
  }

  @Test
  void aKeyThatOthersMayReadIsRefused() throws Exception {
    Path file = write("08011240" + SEED + PUBLIC_KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> loadOrCreate(file))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void aFolderThatCannotBeMadeIsSaid() throws Exception {
    Path blocked = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> loadOrCreate(blocked.resolve("node.key")))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("cannot be made");
  }

  @Test
  void loadingWhatIsNotThereIsSaid() {
    assertThatThrownBy(() -> KeyFile.load(folder.resolve("none"), signatures))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("not there");
  }

  private KeyFile loadOrCreate(Path file) throws KeyFileException {
    return KeyFile.loadOrCreate(file, signatures, new SecureEntropy());
  }

  private Path write(String hex) throws Exception {
    Path file = folder.resolve("node.key");
    Files.writeString(
        file, Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }
}
