package dev.weft.bench.pipe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The servers that are measured. */
final class Contestants {
  private Contestants() {}

  /** Ours, as the launcher starts it, with the flags that stand there. */
  static Contestant weft(Path home) throws IOException {
    Process process =
        new ProcessBuilder(home.resolve("weft").toString(), "pipe", "--port", "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String url = out.readLine();
    if (url == null) {
      throw new IOException("./weft pipe did not start");
    }
    return new Pipe("weft pipe", process, URI.create(url).getPort());
  }

  /** piping-server, from the npm folder beside this module. */
  static Contestant piping(Path npm) throws IOException {
    if (!Files.isDirectory(npm.resolve("node_modules"))) {
      run(npm, "npm", "ci", "--no-fund", "--no-audit", "--loglevel=error");
    }
    int port = freePort();
    Process process =
        new ProcessBuilder(
                "node",
                npm.resolve("node_modules/piping-server/dist/src/index.js").toString(),
                "--http-port",
                "" + port)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Contestant.awaitPort(process, port);
    return new Pipe("piping-server", process, port);
  }

  /** nginx with sendfile, from a file that is there: no sender, no waiting for one another. */
  static Contestant nginx(Path folder) throws IOException {
    int port = freePort();
    Path config = folder.resolve("nginx.conf");
    Files.writeString(
        config,
        """
        daemon off;
        user root;
        worker_processes auto;
        error_log stderr error;
        pid %1$s/nginx.pid;
        events { worker_connections 1024; }
        http {
          sendfile on;
          access_log off;
          server { listen 127.0.0.1:%2$d; root %1$s; }
        }
        """
            .formatted(folder, port));
    Process process =
        new ProcessBuilder("nginx", "-c", config.toString(), "-p", folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Contestant.awaitPort(process, port);
    return new Contestant("nginx sendfile", process) {
      @Override
      String receiverUrl(Path file, int transfer, int receivers) {
        return "http://127.0.0.1:" + port + "/" + file.getFileName();
      }

      @Override
      List<String> senderArguments(Path file, int transfer, int receivers) {
        return List.of();
      }
    };
  }

  private static final class Pipe extends Contestant {
    private final int port;

    Pipe(String name, Process process, int port) {
      super(name, process);
      this.port = port;
    }

    @Override
    String receiverUrl(Path file, int transfer, int receivers) {
      return "http://127.0.0.1:" + port + "/transfer-" + transfer + "?n=" + receivers;
    }

    @Override
    List<String> senderArguments(Path file, int transfer, int receivers) {
      return List.of("-T", file.toString(), receiverUrl(file, transfer, receivers));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void run(Path folder, String... command) throws IOException {
    try {
      int code =
          new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
      if (code != 0) {
        throw new IOException(String.join(" ", command) + " failed");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
