package dev.weft.origin;

import dev.weft.origin.http.AccessEntry;
import dev.weft.web.StartException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A real server over a folder of the test's own, and clients of it. */
final class RunningSite implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final Path folder;
  final OriginServer server;
  final List<AccessEntry> log = new CopyOnWriteArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningSite(Path folder, UnaryOperator<OriginConfig.Builder> options)
      throws StartException {
    this.folder = folder;
    this.server =
        OriginServer.start(
            options.apply(OriginConfig.builder(folder)).accessListener(log::add).build());
  }

  static RunningSite start(Path folder) throws StartException {
    return start(folder, options -> options);
  }

  static RunningSite start(Path folder, UnaryOperator<OriginConfig.Builder> options)
      throws StartException {
    return new RunningSite(folder, options);
  }

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static Path write(Path folder, String path, byte[] content) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      return Files.write(file, content);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static Path write(Path folder, String path, String content) {
    return write(folder, path, content.getBytes(StandardCharsets.UTF_8));
  }

  HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  HttpResponse<byte[]> send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("(none)");
  }

  /** Sends the bytes as they are and returns all that comes until the server closes. */
  String raw(String request) {
    return new String(raw(request.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.UTF_8);
  }

  byte[] raw(byte[] request) {
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toByteArray();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
