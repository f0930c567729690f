package dev.weft.site.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessRecordTest {
  @Test
  void aLineOfTheLogIsRead() {
    assertThat(
            AccessRecord.parse(
                "2026-11-21T00:00:00.120Z GET /css/a.css?v=1 200 812 2048 - HTTP/2.0 83 ok \"Agent (X) WeftVisitor/2\""))
        .contains(new AccessRecord("/css/a.css", 200, 812, 2048, "Agent (X) WeftVisitor/2"));
  }

  @Test
  void anAbortedRangeIsRead() {
    assertThat(
            AccessRecord.parse(
                "2026-11-21T00:00:00.120Z GET /film.webm 206 5000 5000 bytes=0-9999 HTTP/1.1 83 aborted \"A\""))
        .contains(new AccessRecord("/film.webm", 206, 5000, 5000, "A"));
  }

  @Test
  void anotherLineIsNotARecord() {
    assertThat(AccessRecord.parse("")).isEmpty();
    assertThat(AccessRecord.parse("GET / 200")).isEmpty();
    assertThat(AccessRecord.parse("2026-11-21T00:00:00.120Z GET /a 200 x 1 - HTTP/1.1 1 ok \"A\""))
        .isEmpty();
  }
}
