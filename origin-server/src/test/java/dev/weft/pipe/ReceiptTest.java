package dev.weft.pipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.web.Http2Socket;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts as a receipt over HTTP/2: the answer to a PING after the last byte. */
class ReceiptTest {
  /** More than a client of HTTP/2 takes before it is asked. */
  private static final byte[] BODY = Pipeline.noise(200_000);

  private static final int FIRST_BYTES = 100_000;

  private Pipeline pipeline;
  private Http2Socket receiver;
  private Socket sender;

  @BeforeEach
  void start() throws Exception {
    pipeline = Pipeline.start();
    int port = pipeline.server.port();
    receiver = new Http2Socket(port);
    receiver.preface();
    receiver.get("/r");
    pipeline.awaitReceivers("r", 1);
    sender = new Socket("127.0.0.1", port);
    sender.setSoTimeout(20_000);
    OutputStream out = sender.getOutputStream();
    out.write("PUT /r HTTP/1.1\r\nHost: x\r\nConnection: close\r\n".getBytes(US_ASCII));
    out.write(("Content-Length: " + BODY.length + "\r\n\r\n").getBytes(US_ASCII));
    out.write(BODY, 0, FIRST_BYTES);
    receiver.read(Http2Socket.DATA, 0);
    out.write(BODY, FIRST_BYTES, BODY.length - FIRST_BYTES);
    pipeline.awaitState("r", "finishing");
    receiver.grant(BODY.length);
  }

  @AfterEach
  void stop() throws Exception {
    sender.close();
    receiver.close();
    pipeline.close();
  }

  private String report() throws IOException {
    return new String(sender.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theAnswerConfirms() throws Exception {
    Http2Socket.Frame question = receiver.read(Http2Socket.PING, 0);
    receiver.send(Http2Socket.PING, Http2Socket.ACK, 0, question.payload());
    assertThat(report()).contains("completed 1, unconfirmed 0");
  }

  @Test
  void anotherAnswerDoesNot() throws Exception {
    byte[] wrong = receiver.read(Http2Socket.PING, 0).payload();
    wrong[0]++;
    receiver.send(Http2Socket.PING, Http2Socket.ACK, 0, wrong);
    assertThat(report()).contains("completed 0, unconfirmed 1");
  }

  @Test
  void theAnswerOfAnotherConnectionDoesNot() throws Exception {
    byte[] payload = receiver.read(Http2Socket.PING, 0).payload();
    try (Http2Socket other = new Http2Socket(pipeline.server.port())) {
      other.preface();
      other.send(Http2Socket.PING, Http2Socket.ACK, 0, payload);
      assertThat(report()).contains("completed 0, unconfirmed 1");
    }
  }
}
