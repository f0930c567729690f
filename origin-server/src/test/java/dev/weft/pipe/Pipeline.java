package dev.weft.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.pipe.server.PipeConfig;
import dev.weft.pipe.server.PipeServer;
import dev.weft.web.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A running pipe server and the curls of a test; all end with it. */
final class Pipeline implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  final PipeServer server;
  private final List<Curl> curls = new ArrayList<>();

  private Pipeline(PipeConfig config) throws StartException {
    this.server = PipeServer.start(config);
  }

  static Pipeline start() throws StartException {
    return start(settings -> settings);
  }

  static Pipeline start(UnaryOperator<PipeSettings.Builder> changes) throws StartException {
    return new Pipeline(PipeConfig.plain(0, changes.apply(PipeSettings.builder()).build()));
  }

  static Pipeline start(PipeConfig config) throws StartException {
    return new Pipeline(config);
  }

  String url(String path) {
    return server.url() + "/" + path;
  }

  /** A sender of a file. */
  Curl send(Path file, String path, String... options) {
    return keep(Curl.start(with(options, "-T", file.toString(), url(path))));
  }

  /** A sender whose body the test writes as it goes; with "." curl reads the report meanwhile. */
  Curl sendFed(String path, String... options) {
    return keep(Curl.fed(with(options, "-T", ".", url(path))));
  }

  Curl receive(String path, String... options) {
    return keep(Curl.start(with(options, url(path))));
  }

  List<Curl> receive(int count, String path, String... options) {
    List<Curl> receivers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      receivers.add(receive(path, options));
    }
    return receivers;
  }

  private static String[] with(String[] options, String... more) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private Curl keep(Curl curl) {
    curls.add(curl);
    return curl;
  }

  /** Waits until that many receivers wait at that path. */
  void awaitReceivers(String path, int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Curl.run("-I", url(path)).header("X-Weft-Receivers").orElse("none"))
                    .startsWith(count + " of "));
  }

  /** Waits until that path is in that state: free, waiting, sending, finishing. */
  void awaitState(String path, String state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(Curl.run("-I", url(path)).header("X-Weft-State")).contains(state));
  }

  /** Waits until a curl has read something with that in it. */
  static void awaitText(Curl curl, String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(curl.text()).contains(text));
  }

  static void awaitSize(Curl curl, long least) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(curl.size()).isGreaterThanOrEqualTo(least));
  }

  static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  static Path file(Path folder, byte[] content) {
    try {
      return Files.write(Files.createTempFile(folder, "body", ""), content);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public void close() {
    curls.forEach(Curl::close);
    server.close();
  }
}
