package dev.weft.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The upgrade from HTTP/1.1, as a client sees it that is slow to read. */
class Http2cTest {
  private static final int BODY_BYTES = 60_000;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;

  private final Server server = new Server();
  private ServerConnector connector;

  private record Frame(int type, int flags, int length) {}

  @BeforeEach
  void start() throws Exception {
    connector = Listeners.plain(server, new HttpConfiguration());
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            response.write(true, ByteBuffer.allocate(BODY_BYTES), callback);
            return true;
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private Socket ask(String headers) throws IOException {
    Socket socket = new Socket("127.0.0.1", connector.getLocalPort());
    socket.setSoTimeout(20_000);
    String request = "GET /x HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    return socket;
  }

  private static Frame frame(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    Frame frame = new Frame(in.readUnsignedByte(), in.readUnsignedByte(), length);
    in.skipNBytes(Integer.BYTES + length);
    return frame;
  }

  private static String head(DataInputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  @Test
  void theAnswerComesWhenTheClientSpeaksHttp2() throws Exception {
    try (Socket socket =
        ask("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk")) {
      for (int i = 0; i < 5; i++) {
        try (Socket other = ask("Connection: close")) {
          assertThat(other.getInputStream().readAllBytes()).hasSizeGreaterThan(BODY_BYTES);
        }
      }
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
      out.write(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
      DataInputStream in = new DataInputStream(socket.getInputStream());
      assertThat(head(in)).startsWith("HTTP/1.1 101");
      List<Frame> before = new ArrayList<>();
      Frame next = frame(in);
      while (next.type() != SETTINGS || next.flags() != ACK) {
        before.add(next);
        next = frame(in);
      }
      assertThat(before).extracting(Frame::type).contains(SETTINGS).doesNotContain(HEADERS, DATA);
      int bytes = 0;
      while (next.type() != DATA || next.flags() != END_STREAM) {
        next = frame(in);
        bytes += next.type() == DATA ? next.length() : 0;
      }
      assertThat(bytes).isEqualTo(BODY_BYTES);
    }
  }
}
