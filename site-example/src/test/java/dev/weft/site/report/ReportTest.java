package dev.weft.site.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void bytesAreToldInThousands() {
    assertThat(Report.bytes(0)).isEqualTo("0 B");
    assertThat(Report.bytes(999)).isEqualTo("999 B");
    assertThat(Report.bytes(1_500)).isEqualTo("2 KB");
    assertThat(Report.bytes(10_449_999)).isEqualTo("10.4 MB");
  }

  @Test
  void sharesAreToldInPercent() {
    assertThat(Report.percent(0.93449)).isEqualTo("93.4 %");
  }
}
