package dev.weft.e2e.publish;

import static org.awaitility.Awaitility.await;

import dev.weft.e2e.harness.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An nginx of the test's own, with the folder as its site and a log of what it was asked for. */
public final class Nginx implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final int port;

  private Nginx(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param site the folder that it serves
   * @param home an empty folder for its own files
   * @param directives for all of the site
   */
  static Nginx serve(Path site, Path home, String... directives) throws IOException {
    int port = FreePort.choose();
    Path log = home.resolve("access.log");
    Path config =
        Files.writeString(
            home.resolve("nginx.conf"),
            """
            daemon off;
            user %s;
            worker_processes 1;
            pid nginx.pid;
            error_log error.log;
            events {}
            http {
              include /etc/nginx/mime.types;
              access_log access.log;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              server {
                listen 127.0.0.1:%d;
                root %s;
                %s
              }
            }
            """
                .formatted(
                    System.getProperty("user.name"), port, site, String.join(" ", directives)));
    Process process =
        new ProcessBuilder(
                "nginx", "-p", home.toString(), "-c", config.toString(), "-e", "error.log")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("output").toFile())
            .start();
    await().atMost(30, TimeUnit.SECONDS).until(() -> listens(port));
    return new Nginx(process, log, port);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Its URL, without a slash at the end. */
  public String url() {
    return "http://localhost:" + port;
  }

  /** Its TCP port. */
  public int port() {
    return port;
  }

  /** How many times it was asked for the path. */
  public long requestsFor(String path) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.stream().filter(line -> line.contains("\"GET " + path + " ")).count();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
