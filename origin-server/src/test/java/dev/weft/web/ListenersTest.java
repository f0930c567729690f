package dev.weft.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no handler of origin or pipe ever sees. */
class ListenersTest {
  private final Server server = new Server();
  private ServerConnector connector;

  @BeforeEach
  void start() throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    Listeners.configure(http);
    connector = Listeners.plain(server, http);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            response.setStatus(204);
            callback.succeeded();
            return true;
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private String answer(String target) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", connector.getLocalPort())) {
      socket.setSoTimeout(20_000);
      String request = "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../x",
        "/a/..;/x",
        "/a/.;/x",
        "/a/%2e%2e/x",
        "/a/%2E/x",
        "/%2e%2e;/x",
        "/a%2fb",
        "/a//b",
        "/a%00",
        "/a%ff",
        "/%c0%ae%c0%ae/x",
        "/%u002e/x",
        "/a%5cb",
        "/a\\b",
        "/a%zz",
        "/a%2",
        "x",
        "http://user@x/a",
      })
  void targetsThatMeanTwoThingsAreRefused(String target) throws IOException {
    assertThat(answer(target)).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/a", "/a%25b", "/a%20b", "/%C3%B6", "/a;v=1", "/a/../b", "http://x/a"})
  void targetsThatMeanOneThingAreNot(String target) throws IOException {
    assertThat(answer(target)).startsWith("HTTP/1.1 204");
  }
}
