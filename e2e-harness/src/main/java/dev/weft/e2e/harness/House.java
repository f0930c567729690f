package dev.weft.e2e.harness;

import dev.weft.bootstrap.BootstrapNode;
import dev.weft.bootstrap.NodeConfig;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.origin.ClientSettings;
import dev.weft.origin.OriginConfig;
import dev.weft.origin.OriginServer;
import dev.weft.origin.VisitorTerms;
import dev.weft.origin.http.AccessEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An origin over a folder, and a node where one is wanted, in this process on free ports. What the
 * origin answered is in {@link #requests}.
 */
public final class House implements AutoCloseable {
  private static final int MANIFEST_SECONDS = 30;

  private @Nullable BootstrapNode node;
  private final OriginServer origin;
  private final List<AccessEntry> requests;

  private final Path nodeKey;

  private House(
      @Nullable BootstrapNode node, Path nodeKey, OriginServer origin, List<AccessEntry> requests) {
    this.node = node;
    this.nodeKey = nodeKey;
    this.origin = origin;
    this.requests = requests;
  }

  /** A site with a node. */
  public static House open(Path folder) throws Exception {
    return open(folder, options -> options);
  }

  /** A site with a node, and an origin as told. */
  public static House open(Path folder, UnaryOperator<OriginConfig.Builder> options)
      throws Exception {
    return open(folder, VisitorTerms.DEFAULT, options);
  }

  /** A site with a node, and its terms for visitors. */
  public static House open(Path folder, VisitorTerms visitors) throws Exception {
    return open(folder, visitors, options -> options);
  }

  private static House open(
      Path folder, VisitorTerms visitors, UnaryOperator<OriginConfig.Builder> options)
      throws Exception {
    Path key = temporaryKey();
    BootstrapNode node = BootstrapNode.start(NodeConfig.loopback(0, key));
    ClientSettings client =
        new ClientSettings(
            node.multiaddrs(),
            List.of(),
            null,
            false,
            "http://127.0.0.1:" + node.port() + "/report",
            false,
            visitors);
    return open(node, key, folder, builder -> options.apply(builder.client(client)));
  }

  /** Goes with this JVM: a node may be opened again until then. */
  private static Path temporaryKey() throws IOException {
    Path folder = Files.createTempDirectory("weft-node");
    folder.toFile().deleteOnExit();
    Path key = folder.resolve("node.key");
    key.toFile().deleteOnExit();
    return key;
  }

  /** A site whose node is another's, at that multiaddr. */
  public static House withNodeAt(Path folder, Multiaddr node) throws Exception {
    return withNodeAt(folder, node, options -> options);
  }

  /** The same, and an origin as told. */
  public static House withNodeAt(
      Path folder, Multiaddr node, UnaryOperator<OriginConfig.Builder> options) throws Exception {
    ClientSettings client = new ClientSettings(List.of(node), List.of(), null, false, null, false);
    return open(null, folder, folder, builder -> options.apply(builder.client(client)));
  }

  /** A site that names no node. */
  public static House withoutNode(Path folder) throws Exception {
    return open(null, folder, folder, options -> options);
  }

  /** A site that names no node, and an origin as told. */
  public static House withoutNode(Path folder, UnaryOperator<OriginConfig.Builder> options)
      throws Exception {
    return open(null, folder, folder, options);
  }

  private static House open(
      @Nullable BootstrapNode node,
      Path nodeKey,
      Path folder,
      UnaryOperator<OriginConfig.Builder> options)
      throws Exception {
    List<AccessEntry> requests = new CopyOnWriteArrayList<>();
    OriginServer origin =
        OriginServer.start(
            options.apply(OriginConfig.builder(folder).accessListener(requests::add)).build());
    origin.manifestComplete().get(MANIFEST_SECONDS, TimeUnit.SECONDS);
    return new House(node, nodeKey, origin, requests);
  }

  /** The origin's URL as a secure context has it, without a slash at its end. */
  public String url() {
    return "http://localhost:" + origin.port();
  }

  /** The origin. */
  public OriginServer origin() {
    return origin;
  }

  /** The node; there is one unless the house was opened without. */
  public BootstrapNode node() {
    if (node == null) {
      throw new IllegalStateException("a house without a node");
    }
    return node;
  }

  /** Starts the node, which was closed, again: the same identity at the same port. */
  public void reopenNode() throws Exception {
    node = BootstrapNode.start(NodeConfig.loopback(node().port(), nodeKey));
  }

  /** All requests that the origin has answered, in the order of their ends. */
  public List<AccessEntry> requests() {
    return requests;
  }

  /** How many times the origin was asked for the path. */
  public long requestsFor(String path) {
    return requests.stream().filter(request -> request.target().equals(path)).count();
  }

  @Override
  public void close() {
    origin.close();
    if (node != null) {
      node.close();
    }
  }
}
