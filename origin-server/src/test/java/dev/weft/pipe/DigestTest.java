package dev.weft.pipe;

import static dev.weft.pipe.Pipeline.awaitSize;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The digest of a body: as a trailer, as declared by its sender, and declined. */
class DigestTest extends PipeWorld {
  private static final byte[] BODY = Pipeline.noise(2_200_000);
  private static final String DIGEST = Pipeline.sha256(BODY);

  DigestTest() {
    super(BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
  void aReceiverThatAsksGetsTheDigestAsATrailer(String protocol) {
    Curl receiver = pipeline.receive("tr", protocol, "-H", "TE: trailers", "-v");
    pipeline.awaitReceivers("tr", 1);
    // Over HTTP/2 curl reads no further than to a length that it knows.
    Curl sender = pipeline.send(file, "tr", "-H", "Transfer-Encoding: chunked");
    assertThat(sender.exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(BODY);
    assertThat(receiver.header("Trailer")).contains("X-Weft-Digest");
    assertThat(receiver.header("X-Weft-Digest")).contains("sha-256=" + DIGEST);
  }

  @Test
  void aBodyWithTheDeclaredDigestPasses() {
    Curl receiver = pipeline.receive("good");
    Curl sender = pipeline.send(file, "good", "-H", "X-Weft-Digest: sha-256=" + DIGEST);
    assertThat(sender.exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-A: b", "Transfer-Encoding: chunked"})
  void aBodyWithoutTheDeclaredDigestIsBrokenOff(String header) {
    Curl receiver = pipeline.receive("bad");
    pipeline.awaitReceivers("bad", 1);
    Curl sender =
        pipeline.send(file, "bad", "-H", header, "-H", "X-Weft-Digest: " + "0".repeat(64));
    assertThat(receiver.exitCode()).isNotZero();
    assertThat(sender.exitCode()).isNotZero();
    assertThat(sender.text()).contains("failed: the body does not have the digest");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "None"})
  void aSenderThatWantsNoDigestHasNone(String none) {
    Curl plain = pipeline.receive("none?n=2");
    Curl asking = pipeline.receive("none?n=2", "-H", "TE: trailers");
    pipeline.awaitReceivers("none", 2);
    Curl sender = pipeline.send(file, "none?n=2", "-H", "X-Weft-Digest: " + none);
    assertThat(sender.exitCode()).isZero();
    for (Curl each : List.of(plain, asking)) {
      assertThat(each.exitCode()).isZero();
      assertThat(each.body()).isEqualTo(BODY);
      assertThat(each.header("Content-Length")).contains("2200000");
      assertThat(each.header("X-Weft-Digest")).as("they are told").contains(none);
      assertThat(each.header("Trailer")).isEmpty();
    }
    assertThat(sender.lines())
        .contains(
            "summary: 2200000 bytes, no sha-256, completed 2, unconfirmed 0, not completed 0",
            "receiver 1: 2200000 bytes, no sha-256, completed",
            "receiver 2: 2200000 bytes, no sha-256, completed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
  void withoutADigestAChunkedBodyHasNoTrailerEither(String protocol) {
    Curl receiver = pipeline.receive("chunks", protocol, "-H", "TE: trailers");
    pipeline.awaitReceivers("chunks", 1);
    Curl sender =
        pipeline.send(
            file, "chunks", "-H", "X-Weft-Digest: none", "-H", "Transfer-Encoding: chunked");
    assertThat(sender.exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(BODY);
    assertThat(receiver.head()).doesNotContainIgnoringCase("trailer").doesNotContain("sha-256=");
  }

  @Test
  void aBodyThatIsCutShortIsBrokenOffWithoutADigestToo() {
    Curl receiver = pipeline.receive("cut");
    Curl sender = pipeline.sendFed("cut", "-H", "X-Weft-Digest: none");
    sender.feed(BODY);
    awaitSize(receiver, BODY.length);
    sender.kill();
    assertThat(receiver.exitCode()).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "nothing", "sha-512=none", "none, none"})
  void aDigestIsSixtyFourDigitsOrNone(String digest) {
    Curl sender =
        Curl.run("-T", file.toString(), "-H", "X-Weft-Digest: " + digest, pipeline.url("d"));
    assertThat(sender.status()).isEqualTo(400);
    assertThat(sender.text()).contains("64 hexadecimal digits", "or none");
  }

  @Test
  void twoDigestsAreRefused() {
    Curl sender =
        Curl.run(
            "-T",
            file.toString(),
            "-H",
            "X-Weft-Digest: " + DIGEST,
            "-H",
            "X-Weft-Digest: none",
            pipeline.url("d"));
    assertThat(sender.status()).isEqualTo(400);
    assertThat(sender.text()).contains("64 hexadecimal digits");
  }
}
