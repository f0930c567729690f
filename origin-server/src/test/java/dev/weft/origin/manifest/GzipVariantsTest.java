package dev.weft.origin.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.origin.folder.GzipCache;
import dev.weft.origin.folder.SiteFile;
import dev.weft.origin.folder.SiteFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gzip variants of files that change after a manifest has named them. */
class GzipVariantsTest {
  @TempDir Path folder;

  private final FileHasher hasher = new FileHasher(1 << 16);
  private Path file;
  private String cid;
  private byte[] bytes;

  @BeforeEach
  void list() throws IOException {
    file = folder.resolve("app.js");
    write('1');
    bytes = new GzipCache().variant(found());
    cid = hasher.hash(bytes).toString();
  }

  private void write(char digit) throws IOException {
    String text = "let a = %c;\n".formatted(digit).repeat(1_000);
    Files.write(file, text.getBytes(StandardCharsets.US_ASCII));
  }

  private SiteFile found() throws IOException {
    return ((SiteFolder.AFile) new SiteFolder(folder).find("/app.js")).file();
  }

  /** As the manifest lists them, after the cache has dropped what it had of them. */
  private GzipVariants listed(SiteFile listed) {
    return new GzipVariants(new GzipCache(), hasher, Map.of(cid, listed));
  }

  @Test
  void areMadeAnewFromAFileThatIsAsItWas() throws IOException {
    assertThat(listed(found()).bytes(cid)).isEqualTo(bytes);
  }

  /** Some deployments give all files one time of modification. */
  @Test
  void areNotThereWhenTheFileHasOtherBytesOfTheSameSizeAndTime() throws IOException {
    SiteFile before = found();
    FileTime time = Files.getLastModifiedTime(file);
    write('2');
    Files.setLastModifiedTime(file, time);
    assertThat(found()).isEqualTo(before);
    assertThat(listed(before).bytes(cid)).isNull();
  }

  @Test
  void areNotThereWhenTheFileHasChangedOrGone() throws IOException {
    SiteFile before = found();
    write('2');
    assertThat(listed(before).bytes(cid)).isNull();
    Files.delete(file);
    assertThat(listed(before).bytes(cid)).isNull();
  }
}
