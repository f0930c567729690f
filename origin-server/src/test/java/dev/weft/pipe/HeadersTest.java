package dev.weft.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What receivers learn about a body, and what they can do to this server's pages: nothing. */
class HeadersTest extends PipeWorld {
  private static final byte[] BODY = Pipeline.noise(70_000);

  HeadersTest() {
    super(BODY);
  }

  private Curl receive(String... senderOptions) {
    Curl receiver = pipeline.receive("h");
    pipeline.awaitReceivers("h", 1);
    Curl sender = pipeline.send(file, "h", senderOptions);
    assertThat(sender.exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(BODY);
    return receiver;
  }

  @Test
  void passesOnWhatTheSenderSaysOfTheBody() {
    Curl receiver =
        receive(
            "-H", "Content-Type: application/x-tar",
            "-H", "Content-Disposition: attachment; filename=\"a.tar\"",
            "-H", "Content-Encoding: zstd",
            "-H", "X-Piping: one",
            "-H", "X-Weft-Build: 4711",
            "-H", "X-Other: no");
    assertThat(receiver.header("Content-Length")).contains("70000");
    assertThat(receiver.header("Content-Type")).contains("application/x-tar");
    assertThat(receiver.header("Content-Disposition")).contains("attachment; filename=\"a.tar\"");
    assertThat(receiver.header("Content-Encoding")).contains("zstd");
    assertThat(receiver.header("X-Piping")).contains("one");
    assertThat(receiver.header("X-Weft-Build")).contains("4711");
    assertThat(receiver.header("X-Other")).isEmpty();
    assertThat(receiver.header("Access-Control-Allow-Origin")).contains("*");
  }

  @Test
  void aTokenOfTheSenderStaysHere() {
    assertThat(receive("-H", "Authorization: Bearer secret").head()).doesNotContain("secret");
  }

  @Test
  void aBodyOfUnknownLengthHasNone() {
    Curl receiver = receive("-H", "Transfer-Encoding: chunked");
    assertThat(receiver.header("Content-Length")).isEmpty();
    assertThat(receiver.header("Transfer-Encoding")).contains("chunked");
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, text/plain",
    "Text/HTML; charset=utf-8, text/plain; charset=utf-8",
    "image/svg+xml, image/svg+xml"
  })
  void noBodyIsAPageOfThisServer(String sent, String received) {
    Curl receiver = receive("-H", "Content-Type: " + sent);
    assertThat(receiver.header("Content-Type")).contains(received);
    assertThat(receiver.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(receiver.header("Content-Security-Policy").orElse("")).contains("sandbox");
    assertThat(receiver.header("Cache-Control").orElse("")).contains("no-store");
  }

  @Test
  void aFormIsItsFirstFile() {
    Curl receiver = pipeline.receive("form");
    Curl sender =
        Curl.run(
            "-F",
            "comment=before the file",
            "-F",
            "file=@" + file + ";filename=\"kö.bin\";type=application/x-own",
            "-F",
            "other=@" + file + ";filename=b",
            pipeline.url("form"));
    assertThat(sender.exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(BODY);
    assertThat(receiver.header("Content-Type")).contains("application/x-own");
    assertThat(receiver.header("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=")
        .endsWith("filename*=UTF-8''k%C3%B6.bin");
  }

  @Test
  void aPageInAFormIsNoneEither() {
    Curl receiver = pipeline.receive("page");
    Curl sender = Curl.run("-F", "f=@" + file + ";type=text/html", pipeline.url("page"));
    assertThat(sender.exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.header("Content-Type")).contains("text/plain");
  }

  @Test
  void aFileThatLooksLikeABoundaryComesWhole() {
    byte[] tricky = "\r\n--\r\n-------------\r\n--b\r\n--".getBytes(StandardCharsets.US_ASCII);
    Path boundaries = Pipeline.file(folder, tricky);
    Curl receiver = pipeline.receive("form2");
    Curl sender = Curl.run("-F", "file=@" + boundaries, pipeline.url("form2"));
    assertThat(sender.exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.body()).isEqualTo(tricky);
  }

  @Test
  void aFormWithoutAFileIsNothingToReceive() {
    Curl receiver = pipeline.receive("form3");
    pipeline.awaitReceivers("form3", 1);
    Curl sender = Curl.run("-F", "a=b", pipeline.url("form3"));
    assertThat(sender.exitCode()).isNotZero();
    assertThat(sender.text()).contains("failed: ").contains("form");
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.status()).isEqualTo(502);
    assertThat(receiver.text()).contains("There is nothing to receive");
  }

  @Test
  void anEmptyBodyIsOne() {
    Path empty = Pipeline.file(folder, new byte[0]);
    Curl receiver = pipeline.receive("empty");
    Curl sender = pipeline.send(empty, "empty");
    assertThat(sender.exitCode()).isZero();
    assertThat(receiver.exitCode()).isZero();
    assertThat(receiver.header("Content-Length")).contains("0");
    assertThat(sender.text()).contains("completed 1");
  }

  @Test
  void refusesPartsOfABody() {
    Curl sender =
        Curl.run("-T", file.toString(), "-H", "Content-Range: bytes 2-3/9", pipeline.url("p"));
    assertThat(sender.status()).isEqualTo(400);
    assertThat(sender.text()).contains("Content-Range");
  }

  @Test
  void refusesHeadersThatReceiversCouldNotGet() {
    Curl sender =
        Curl.run(
            "-T", file.toString(), "-H", "X-Weft-Note: " + "x".repeat(5000), pipeline.url("p"));
    assertThat(sender.status()).isEqualTo(431);
    assertThat(sender.text()).contains("at most 4096");
  }
}
