package dev.weft.bench.pipe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Many transfers at once from one process, each with bytes of its own and every digest looked at.
 */
final class ManyTransfers {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Contestant server;
  private final int transfers;
  private final int receivers;
  private final int bytes;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ManyTransfers(Contestant server, int transfers, int receivers, int bytes) {
    this.server = server;
    this.transfers = transfers;
    this.receivers = receivers;
    this.bytes = bytes;
  }

  /**
   * Runs them all.
   *
   * @return from the first request to the last byte
   * @throws IOException when a receiver got other bytes, or none
   */
  Duration run() throws IOException {
    long begun = System.nanoTime();
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int transfer = 0; transfer < transfers; transfer++) {
      byte[] body = new byte[bytes];
      new Random(transfer).nextBytes(body);
      all.addAll(start("many-" + begun + "-" + transfer, body));
    }
    try {
      CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IOException("one of " + transfers + " transfers failed: " + failed, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private List<CompletableFuture<Void>> start(String path, byte[] body) {
    MessageDigest digest = Sha256.digest();
    String expected = HexFormat.of().formatHex(digest.digest(body));
    URI url =
        URI.create(server.receiverUrl(Path.of("/"), 0, receivers))
            .resolve("/" + path + "?n=" + receivers);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < receivers; i++) {
      all.add(receive(url, expected));
    }
    all.add(
        client
            .sendAsync(
                HttpRequest.newBuilder(url)
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .thenAccept(report -> check(report.statusCode() == 200, "a sender: " + report.body())));
    return all;
  }

  private CompletableFuture<Void> receive(URI url, String expected) {
    MessageDigest digest = Sha256.digest();
    return client
        .sendAsync(
            HttpRequest.newBuilder(url).build(),
            HttpResponse.BodyHandlers.ofByteArrayConsumer(piece -> piece.ifPresent(digest::update)))
        .thenAccept(
            answer -> {
              String got = HexFormat.of().formatHex(digest.digest());
              check(
                  answer.statusCode() == 200 && got.equals(expected),
                  "a receiver got " + answer.statusCode() + " and other bytes");
            });
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
