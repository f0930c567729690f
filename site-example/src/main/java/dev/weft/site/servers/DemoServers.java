package dev.weft.site.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bootstrap node and an origin that serves a site to its mesh. Closing ends both. */
public final class DemoServers implements AutoCloseable {
  private static final Pattern NODE_PORT = Pattern.compile("/tcp/(\\d+)/");

  private final ServerProcess node;
  private final ServerProcess origin;
  private final URI nodeUrl;
  private final URI siteUrl;
  private final Path accessLog;

  /**
   * What to start.
   *
   * @param home the repository's root, where the jars are
   * @param site the folder to serve
   * @param state where keys and logs are kept
   * @param port of the origin, 0 for a free one
   * @param nodePort of the node, 0 for a free one
   * @param delay what the origin waits before each answer, such as {@code 80ms}
   * @param rate what it sends at most, such as {@code 50mbit}
   */
  public record Settings(
      Path home, Path site, Path state, int port, int nodePort, String delay, String rate) {}

  private DemoServers(
      ServerProcess node, ServerProcess origin, URI nodeUrl, URI siteUrl, Path accessLog) {
    this.node = node;
    this.origin = origin;
    this.nodeUrl = nodeUrl;
    this.siteUrl = siteUrl;
    this.accessLog = accessLog;
  }

  /** Starts the node, then the origin; {@code progress} gets a sentence a step. */
  public static DemoServers start(Settings settings, Consumer<String> progress)
      throws IOException, InterruptedException {
    requireFree(settings.nodePort, "--node-port");
    requireFree(settings.port, "--port");
    if (!Files.isDirectory(settings.site)) {
      throw new IOException(settings.site + " is not a folder; say which with --site");
    }
    Files.createDirectories(settings.state);
    Path accessLog = settings.state.resolve("access.log");
    Files.deleteIfExists(accessLog);

    progress.accept("starting the bootstrap node");
    ServerProcess node = startNode(settings);
    try {
      String multiaddr = node.awaitAddress();
      URI nodeUrl = nodeUrl(multiaddr);
      progress.accept("starting the origin: it hashes and signs the site");
      ServerProcess origin = startOrigin(settings, multiaddr, nodeUrl, accessLog);
      try {
        URI siteUrl = URI.create(origin.awaitAddress());
        return new DemoServers(node, origin, nodeUrl, siteUrl, accessLog);
      } catch (IOException | InterruptedException | IllegalArgumentException e) {
        origin.close();
        throw e;
      }
    } catch (IOException | InterruptedException | IllegalArgumentException e) {
      node.close();
      throw e;
    }
  }

  public URI siteUrl() {
    return siteUrl;
  }

  public URI dashboardUrl() {
    return nodeUrl.resolve("/dashboard");
  }

  /** Where the origin logs its requests. */
  public Path accessLog() {
    return accessLog;
  }

  /** Completes with a sentence when one of the two ends by itself. */
  public CompletableFuture<String> onDeath() {
    return CompletableFuture.anyOf(lastWords(node), lastWords(origin))
        .thenApply(String.class::cast);
  }

  private static CompletableFuture<String> lastWords(ServerProcess server) {
    return server
        .onExit()
        .thenApply(
            process ->
                server.name()
                    + " ended with status "
                    + process.exitValue()
                    + ": "
                    + server.lastWords());
  }

  @Override
  public void close() {
    origin.close();
    node.close();
  }

  private static ServerProcess startNode(Settings settings) throws IOException {
    return ServerProcess.start(
        "the bootstrap node",
        jar(settings, "bootstrap-node"),
        List.of(
            "--port",
            String.valueOf(settings.nodePort),
            "--key",
            settings.state.resolve("node.key").toString()),
        settings.state.resolve("node.log"));
  }

  private static ServerProcess startOrigin(
      Settings settings, String multiaddr, URI nodeUrl, Path accessLog) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(settings.site.toString());
    arguments.addAll(List.of("--port", String.valueOf(settings.port)));
    arguments.addAll(List.of("--key", settings.state.resolve("site.key").toString()));
    arguments.addAll(List.of("--bootstrap", multiaddr));
    arguments.addAll(List.of("--report", nodeUrl.resolve("/report").toString()));
    arguments.addAll(List.of("--ice-server", "stun:127.0.0.1:" + nodeUrl.getPort()));
    arguments.addAll(List.of("--origin-delay", settings.delay, "--origin-rate", settings.rate));
    arguments.addAll(List.of("--access-log", accessLog.toString()));
    return ServerProcess.start(
        "the origin",
        jar(settings, "origin-server"),
        arguments,
        settings.state.resolve("origin.log"));
  }

  private static Path jar(Settings settings, String module) {
    return settings.home.resolve(module).resolve("target").resolve(module + ".jar");
  }

  /** The node's HTTP address: it listens on one port for people and for peers. */
  static URI nodeUrl(String multiaddr) throws IOException {
    Matcher port = NODE_PORT.matcher(multiaddr);
    if (!port.find()) {
      throw new IOException("the bootstrap node gave no address, but: " + multiaddr);
    }
    return URI.create("http://127.0.0.1:" + port.group(1) + "/");
  }

  /** Fails with a sentence that names the port and the flag that changes it. */
  static void requireFree(int port, String flag) throws IOException {
    if (port == 0) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new IOException(
          "port " + port + " is taken; choose another with " + flag + " (0 takes a free one)", e);
    }
  }
}
