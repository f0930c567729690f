package dev.weft.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import org.eclipse.jetty.server.HttpConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no handler of origin or pipe ever sees. */
class ListenersTest {
  private PlainServer server;

  @BeforeEach
  void start() throws Exception {
    HttpConfiguration http = new HttpConfiguration();
    Listeners.configure(http);
    server =
        new PlainServer(
            http,
            (response, callback) -> {
              response.setStatus(204);
              callback.succeeded();
            });
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private String answer(String target) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
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
