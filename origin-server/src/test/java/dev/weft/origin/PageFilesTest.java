package dev.weft.origin;

import static dev.weft.origin.RunningSite.header;
import static dev.weft.origin.RunningSite.text;
import static dev.weft.origin.RunningSite.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multibase;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pages are told and given beside the manifest: settings, credentials, the client, CORS. */
class PageFilesTest {
  private static final String NODE =
      "/ip4/127.0.0.1/tcp/4001/ws/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp";

  @TempDir Path folder;

  private RunningSite start(UnaryOperator<OriginConfig.Builder> options) throws Exception {
    return RunningSite.start(folder, options);
  }

  @Test
  void tellsPagesTheirSettings() throws Exception {
    ClientSettings settings =
        new ClientSettings(
            List.of(Multiaddr.parse(NODE)),
            List.of(
                ClientSettings.IceServer.parse("stun:stun.example.org:3478"),
                ClientSettings.IceServer.parse("turn:turn.example.org:3478,me,it")),
            null,
            false,
            "http://127.0.0.1:4001/report",
            true,
            new VisitorTerms("off", true, 500_000, 5_000_000_000L, 3, 5, "offload", 7));
    try (RunningSite site = start(options -> options.client(settings))) {
      HttpResponse<byte[]> answer = site.get("/.well-known/weft/config.json");
      assertThat(header(answer, "content-type")).startsWith("application/json");
      assertThat(header(answer, "cache-control")).isEqualTo("no-cache");
      JsonNode config = new ObjectMapper().readTree(answer.body());
      assertThat(config.get("bootstrap").get(0).asText()).isEqualTo(NODE);
      assertThat(config.get("iceServers").toString())
          .isEqualTo(
              "[{\"urls\":\"stun:stun.example.org:3478\"},{\"urls\":\"turn:turn.example.org:3478\","
                  + "\"username\":\"me\",\"credential\":\"it\"}]");
      assertThat(Multibase.BASE64_URL.decodeBare(config.get("siteKey").asText()))
          .isEqualTo(site.server.siteKey().encode());
      assertThat(config.get("report").asText()).isEqualTo("http://127.0.0.1:4001/report");
      assertThat(config.get("off").asBoolean()).isTrue();
      assertThat(config.get("lan").asText()).isEqualTo("off");
      assertThat(config.get("downloadOnly").asBoolean()).isTrue();
      assertThat(config.get("uploadBytesPerSecond").asInt()).isEqualTo(500_000);
      assertThat(config.get("uploadBytesPerMonth").asLong()).isEqualTo(5_000_000_000L);
      assertThat(config.get("uploads").asInt()).isEqualTo(3);
      assertThat(config.get("cachePercent").asInt()).isEqualTo(5);
      assertThat(config.get("prefer").asText()).isEqualTo("offload");
      assertThat(config.get("peers").asInt()).isEqualTo(7);
    }
  }

  @Test
  void givesEachPageATurnCredentialThatNobodyKeeps(@TempDir Path elsewhere) throws Exception {
    Path secret = Files.writeString(elsewhere.resolve("turn.secret"), "north\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    ClientSettings settings =
        new ClientSettings(
            List.of(),
            List.of(ClientSettings.IceServer.parse("stun:mesh.example.org:4001")),
            new ClientSettings.Turn(
                List.of("turn:turn.example.org:3478", "turns:turn.example.org:443?transport=tcp"),
                secret,
                Duration.ofHours(1)),
            true,
            null,
            false);
    try (RunningSite site = start(options -> options.client(settings))) {
      HttpResponse<byte[]> answer = site.get("/.well-known/weft/config.json");
      assertThat(header(answer, "cache-control")).isEqualTo("no-store");
      JsonNode config = new ObjectMapper().readTree(answer.body());
      assertThat(config.get("iceTransportPolicy").asText()).isEqualTo("relay");
      assertThat(config.get("iceServers").findValuesAsText("urls"))
          .containsExactly(
              "stun:mesh.example.org:4001",
              "turn:turn.example.org:3478",
              "turns:turn.example.org:443?transport=tcp");
      JsonNode turn = config.get("iceServers").get(1);
      String[] name = turn.get("username").asText().split(":", 2);
      assertThat(Instant.ofEpochSecond(Long.parseLong(name[0])))
          .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
      assertThat(name[1]).isEqualTo("weft");
      assertThat(Base64.getDecoder().decode(turn.get("credential").asText())).hasSize(20);
    }
  }

  @Test
  void namesNoThirdPartyUnlessTold() throws Exception {
    try (RunningSite site = RunningSite.start(folder)) {
      JsonNode config =
          new ObjectMapper().readTree(site.get("/.well-known/weft/config.json").body());
      assertThat(config.get("bootstrap")).isEmpty();
      assertThat(config.get("iceServers")).isEmpty();
      assertThat(config.has("iceTransportPolicy")).isFalse();
      assertThat(config.get("report").isNull()).isTrue();
    }
  }

  @Test
  void servesTheClientWithItsHash() throws Exception {
    try (RunningSite site = RunningSite.start(folder)) {
      HttpResponse<byte[]> script = site.get("/weft/weft.js");
      assertThat(header(script, "content-type")).isEqualTo("text/javascript; charset=utf-8");
      String hash =
          "sha384-"
              + Base64.getEncoder()
                  .encodeToString(MessageDigest.getInstance("SHA-384").digest(script.body()));
      assertThat(text(site.get("/weft/weft.js.sri")).strip()).isEqualTo(hash);
      assertThat(header(script, "x-weft-integrity")).isEqualTo(hash);
      String pinned = site.server.pinnedScriptTag();
      assertThat(pinned).contains(" defer integrity=\"" + hash + "\"></script>");
      assertThat(site.get(pinned.split("\"")[1]).body()).isEqualTo(script.body());
      JsonNode config =
          new ObjectMapper().readTree(site.get("/.well-known/weft/config.json").body());
      assertThat(config.get("client").get("integrity").asText()).isEqualTo(hash);
    }
  }

  @Test
  void letsOtherPagesReadOnlyWhenTold() throws Exception {
    write(folder, "a.css", "x");
    String friend = "https://www.example.org";
    try (RunningSite site = start(options -> options.pageOrigins(List.of(friend)))) {
      for (String path : List.of("/a.css", "/.well-known/weft/manifest")) {
        assertThat(header(site.get(path, "origin", friend), "access-control-allow-origin"))
            .isEqualTo(friend);
        assertThat(
                header(
                    site.get(path, "origin", "https://www.example.org.evil.example"),
                    "access-control-allow-origin"))
            .isEqualTo("(none)");
      }
      HttpResponse<byte[]> preflight =
          site.send(
              "OPTIONS",
              "/a.css",
              "origin",
              friend,
              "access-control-request-method",
              "GET",
              "access-control-request-headers",
              "if-range,range");
      assertThat(preflight.statusCode()).isLessThan(300);
      assertThat(header(preflight, "access-control-allow-headers")).containsIgnoringCase("range");
    }
    try (RunningSite site = RunningSite.start(folder)) {
      assertThat(header(site.get("/a.css", "origin", friend), "access-control-allow-origin"))
          .isEqualTo("(none)");
    }
  }
}
