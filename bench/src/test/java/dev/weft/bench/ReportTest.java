package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path folder;

  @Test
  void eachReportTakesItsOwnPlace() throws Exception {
    Path file = folder.resolve("RESULTS.md");
    Report.put(file, "# One\n\n## Part\n\n1\n");
    Report.put(file, "# Two\n\n2\n");
    assertThat(file).hasContent("# One\n\n## Part\n\n1\n\n# Two\n\n2\n");
    Report.put(file, "# One\n\nanew\n");
    assertThat(Files.readString(file)).isEqualTo("# One\n\nanew\n\n# Two\n\n2\n");
  }
}
