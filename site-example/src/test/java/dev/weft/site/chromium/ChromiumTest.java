package dev.weft.site.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChromiumTest {
  @TempDir Path first;
  @TempDir Path second;

  @Test
  void theVariableNamesIt() throws IOException {
    Path own = program(first, "my-browser");

    assertThat(Chromium.find(Map.of("WEFT_CHROMIUM", own.toString(), "PATH", ""))).contains(own);
  }

  @Test
  void aVariableThatNamesNoProgramFindsNothing() throws IOException {
    program(second, "chromium");

    assertThat(Chromium.find(Map.of("WEFT_CHROMIUM", first + "/none", "PATH", second.toString())))
        .isEmpty();
  }

  @Test
  void knownNamesAreTriedInOrderOverTheWholePath() throws IOException {
    program(first, "google-chrome");
    Path chromium = program(second, "chromium");
    String path = first + File.pathSeparator + second;

    assertThat(Chromium.find(Map.of("PATH", path))).contains(chromium);
  }

  @Test
  void nothingIsFoundWhereNothingIs() {
    assertThat(Chromium.find(Map.of("PATH", first.toString()))).isEmpty();
    assertThat(Chromium.find(Map.of())).isEmpty();
  }

  private static Path program(Path folder, String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
