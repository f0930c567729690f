package dev.weft.web;

import static dev.weft.web.Http2Socket.ACK;
import static dev.weft.web.Http2Socket.DATA;
import static dev.weft.web.Http2Socket.END_HEADERS;
import static dev.weft.web.Http2Socket.END_STREAM;
import static dev.weft.web.Http2Socket.HEADERS;
import static dev.weft.web.Http2Socket.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.web.Http2Socket.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 in clear text, as a client sees it that is slow to read. */
class Http2cTest {
  private static final int BODY_BYTES = 60_000;

  private PlainServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new PlainServer(
            new HttpConfiguration(),
            (response, callback) ->
                response.write(true, ByteBuffer.allocate(BODY_BYTES), callback));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Http2Socket ask(String headers) throws IOException {
    Http2Socket client = new Http2Socket(server.port());
    client.write("GET /x HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n");
    return client;
  }

  @Test
  void theAnswerComesWhenTheClientSpeaksHttp2() throws Exception {
    try (Http2Socket client =
        ask("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk")) {
      for (int i = 0; i < 5; i++) {
        try (Http2Socket other = ask("Connection: close")) {
          assertThat(other.head()).startsWith("HTTP/1.1 200");
        }
      }
      client.preface();
      assertThat(client.head()).startsWith("HTTP/1.1 101");
      List<Frame> before = new ArrayList<>();
      Frame next = client.read();
      while (next.type() != SETTINGS || next.flags() != ACK) {
        before.add(next);
        next = client.read();
      }
      assertThat(before).extracting(Frame::type).contains(SETTINGS).doesNotContain(HEADERS, DATA);
      int bytes = 0;
      while (next.type() != DATA || next.flags() != END_STREAM) {
        next = client.read();
        bytes += next.type() == DATA ? next.payload().length : 0;
      }
      assertThat(bytes).isEqualTo(BODY_BYTES);
    }
  }

  @Test
  void aRequestOfHttp2IsAnsweredAtOnceWhateverItSaysOfAnUpgrade() throws Exception {
    try (Http2Socket client = new Http2Socket(server.port())) {
      client.preface();
      client.get("/x", "http2-settings", "AAMAAABk");
      assertThat(client.read(HEADERS, END_HEADERS).stream()).isEqualTo(1);
    }
  }
}
