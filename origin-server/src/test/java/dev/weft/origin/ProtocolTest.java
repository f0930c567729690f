package dev.weft.origin;

import static dev.weft.origin.RunningSite.noise;
import static dev.weft.origin.RunningSite.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.testkit.TestIdentity;
import dev.weft.web.StartException;
import dev.weft.web.TlsFiles;
import java.io.DataInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolTest {
  private static final byte[] PICTURE = noise(300_000);

  @TempDir Path folder;
  @TempDir Path keys;

  @BeforeEach
  void addPicture() {
    write(folder, "a.webp", PICTURE);
  }

  private static HttpResponse<byte[]> get(HttpClient client, String url) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  @Test
  void speaksHttp2ByUpgrade() throws Exception {
    try (RunningSite site = RunningSite.start(folder)) {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
      HttpResponse<byte[]> answer = get(client, site.server.url() + "/a.webp");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).isEqualTo(PICTURE);
    }
  }

  @Test
  void answersManyRequestsOfOneHttp2Connection() throws Exception {
    try (RunningSite site = RunningSite.start(folder)) {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
      get(client, site.server.url() + "/a.webp");
      List<CompletableFuture<HttpResponse<byte[]>>> answers =
          IntStream.range(0, 50)
              .mapToObj(
                  each ->
                      client.sendAsync(
                          HttpRequest.newBuilder(URI.create(site.server.url() + "/a.webp")).build(),
                          HttpResponse.BodyHandlers.ofByteArray()))
              .toList();
      for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
        assertThat(answer.get().body()).isEqualTo(PICTURE);
      }
    }
  }

  @Test
  void speaksHttp2ByPriorKnowledge() throws Exception {
    byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    byte[] emptySettings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    try (RunningSite site = RunningSite.start(folder);
        Socket socket = new Socket("127.0.0.1", site.server.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(preface);
      socket.getOutputStream().write(emptySettings);
      socket.getOutputStream().flush();
      byte[] header = new byte[9];
      new DataInputStream(socket.getInputStream()).readFully(header);
      assertThat(header[3]).as("the type of the first frame: SETTINGS").isEqualTo((byte) 4);
    }
  }

  @Test
  void speaksHttp2WithTls() throws Exception {
    TestIdentity identity = TestIdentity.make(keys, "EC");
    KeyStore store = identity.store();
    TlsFiles tls = tls(identity);
    try (RunningSite site = RunningSite.start(folder, options -> options.tls(tls))) {
      assertThat(site.server.url()).startsWith("https://");
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(store)).build();
      HttpResponse<byte[]> answer = get(client, site.server.url() + "/a.webp");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).isEqualTo(PICTURE);
    }
  }

  @Test
  void speaksHttp1WithTlsAndAnRsaKey() throws Exception {
    TestIdentity identity = TestIdentity.make(keys, "RSA");
    KeyStore store = identity.store();
    TlsFiles tls = tls(identity);
    try (RunningSite site = RunningSite.start(folder, options -> options.tls(tls))) {
      HttpClient client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .sslContext(trusting(store))
              .build();
      HttpResponse<byte[]> answer = get(client, site.server.url() + "/a.webp");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(answer.body()).isEqualTo(PICTURE);
    }
  }

  @Test
  void saysWhichFileIsNoKey() throws Exception {
    TlsFiles good = tls(TestIdentity.make(keys, "EC"));
    TlsFiles swapped = new TlsFiles(good.certificate(), good.certificate());
    assertThatThrownBy(() -> RunningSite.start(folder, options -> options.tls(swapped)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("--tls-key")
        .hasMessageContaining("PKCS #8");
  }

  @Test
  void refusesTheKeyOfAnotherCertificate() throws Exception {
    TlsFiles one = tls(TestIdentity.make(Files.createDirectory(keys.resolve("one")), "RSA"));
    TlsFiles other = tls(TestIdentity.make(Files.createDirectory(keys.resolve("other")), "RSA"));
    TlsFiles mixed = new TlsFiles(one.certificate(), other.key());
    assertThatThrownBy(() -> RunningSite.start(folder, options -> options.tls(mixed)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("key of another certificate");
  }

  @Test
  void saysWhichTlsFileIsNotThere() {
    TlsFiles missing = new TlsFiles(keys.resolve("none.pem"), keys.resolve("none-key.pem"));
    assertThatThrownBy(() -> RunningSite.start(folder, options -> options.tls(missing)))
        .isInstanceOf(StartException.class)
        .hasMessage("--tls-cert, --tls-key: " + missing.certificate() + " is not there.");
  }

  private static TlsFiles tls(TestIdentity identity) {
    return new TlsFiles(identity.chain(), identity.key());
  }

  private static SSLContext trusting(KeyStore store) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("site", store.getCertificate("site"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
