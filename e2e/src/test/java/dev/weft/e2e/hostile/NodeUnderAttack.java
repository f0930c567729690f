package dev.weft.e2e.hostile;

import dev.weft.core.multiformats.Multiaddr;
import dev.weft.e2e.node.NodeProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A bootstrap node in a process of its own with a small heap; how it is, its metrics tell. */
public final class NodeUnderAttack implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration COLLECTION_TIMEOUT = Duration.ofSeconds(30);

  private final NodeProcess process;
  private final Multiaddr address;
  private final HttpClient http = HttpClient.newHttpClient();

  private NodeUnderAttack(NodeProcess process) {
    this.process = process;
    address = Multiaddr.parse(process.nextLine(START_TIMEOUT));
  }

  /** Starts one on a free port of loopback. */
  public static NodeUnderAttack start(Path key) {
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        List.of(
            jdk("java"),
            "-Xmx96m",
            "-cp",
            classes,
            "dev.weft.bootstrap.Main",
            "--port",
            "0",
            "--key",
            key.toString());
    return new NodeUnderAttack(new NodeProcess(new ProcessBuilder(command)));
  }

  private static String jdk(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }

  /** Where it is. */
  public Multiaddr address() {
    return address;
  }

  /** Its TCP port. */
  public int port() {
    return Integer.parseInt(address.toString().split("/")[4]);
  }

  /** The sum of a metric's values; connections and what they hold are half a second old. */
  public double metric(String name) throws IOException, InterruptedException {
    String url = "http://127.0.0.1:" + port() + "/metrics";
    String text =
        http.send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return text.lines()
        .filter(line -> line.startsWith(name) && " {,".indexOf(line.charAt(name.length())) >= 0)
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Bytes of its heap that are in use after a collection. */
  public long heapBytes() throws IOException, InterruptedException {
    List<String> collect = List.of(jdk("jcmd"), Long.toString(process.pid()), "GC.run");
    try (NodeProcess jcmd = new NodeProcess(new ProcessBuilder(collect))) {
      jcmd.awaitSuccess(COLLECTION_TIMEOUT);
    }
    return (long) metric("jvm_memory_used_bytes{area=\"heap\"");
  }

  @Override
  public void close() {
    process.close();
  }
}
