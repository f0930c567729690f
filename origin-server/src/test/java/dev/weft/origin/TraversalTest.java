package dev.weft.origin;

import static dev.weft.origin.RunningSite.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing outside the folder and no dot file can be read, however the request is written. */
class TraversalTest {
  private static final String SECRET = "the secret of this machine";

  @TempDir Path home;
  private RunningSite site;

  @BeforeEach
  void start() throws Exception {
    write(home, "secret.txt", SECRET);
    write(home, "site-sibling/secret.txt", SECRET);
    write(home, "site/.env", SECRET);
    write(home, "site/.git/config", SECRET);
    write(home, "site/.well-known/other", SECRET);
    write(home, "site/img/.hidden", SECRET);
    write(home, "site/img/a.txt", "public");
    Path folder = home.resolve("site");
    Files.createSymbolicLink(folder.resolve("out.txt"), home.resolve("secret.txt"));
    Files.createSymbolicLink(folder.resolve("out"), home.resolve("site-sibling"));
    Files.createSymbolicLink(folder.resolve("env.txt"), folder.resolve(".env"));
    Files.createSymbolicLink(folder.resolve("loop.txt"), folder.resolve("loop.txt"));
    Files.createSymbolicLink(folder.resolve("within.txt"), folder.resolve("img/a.txt"));
    site = RunningSite.start(folder);
  }

  @AfterEach
  void stop() {
    site.close();
  }

  private String get(String target) {
    return site.raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/img/../../secret.txt",
        "/img/..%2f..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%5csecret.txt",
        "/..%255csecret.txt",
        "/..\\secret.txt",
        "/..;/secret.txt",
        "/.;/../secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%uff0e%uff0e/secret.txt",
        "//secret.txt",
        "/img//../../secret.txt",
        "/..%00/secret.txt",
        "/img/a.txt%00",
        "/../site-sibling/secret.txt",
        "http://x/../secret.txt",
        "../secret.txt",
        "/out.txt",
        "/out/secret.txt",
        "/loop.txt",
        "/.env",
        "/%2eenv",
        "/%252eenv",
        "/img/.hidden",
        "/.git/config",
        "/img/../.git/config",
        "/./.env",
        "/env.txt",
        "/.well-known/other",
      })
  void staysInTheFolder(String target) {
    assertThat(get(target))
        .doesNotContain(SECRET)
        .doesNotContain("public")
        .matches("(?s)HTTP/1.1 (400|404) .*");
  }

  @Test
  void followsLinksThatStayInside() {
    assertThat(get("/within.txt")).startsWith("HTTP/1.1 200").endsWith("public");
  }

  @Test
  void servesWhatIsNamedPlainly() {
    assertThat(get("/img/a.txt")).startsWith("HTTP/1.1 200").endsWith("public");
  }

  @Test
  void servesNoPipe() throws Exception {
    Path pipe = home.resolve("site/pipe.txt");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(get("/pipe.txt")).startsWith("HTTP/1.1 404");
  }
}
