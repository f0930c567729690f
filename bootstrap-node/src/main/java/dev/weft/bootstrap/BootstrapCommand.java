package dev.weft.bootstrap;

import dev.weft.jvm.net.TrustedProxies;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./weft bootstrap}: starts a node and prints its multiaddr as the first line on stdout. */
@Command(
    name = "weft bootstrap",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Starts a bootstrap and relay node: where visitors' browsers find each other.",
    footer = {
      "",
      "The first line on stdout is the node's multiaddr; logs go to stderr.",
      "Ctrl-C or SIGTERM closes all connections in order, within 10 seconds."
    })
final class BootstrapCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Name or address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + NodeConfig.DEFAULT_PORT,
      description = "TCP port to listen on; 0 for a free one. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--stun-port",
      paramLabel = "PORT",
      description =
          "UDP port on which visitors learn their public addresses; none for no STUN. Default: the"
              + " number of --port.")
  @Nullable String stunPort;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description =
          "Where the identity is kept; made on the first start. Default: weft/bootstrap.key under"
              + " $$XDG_DATA_HOME or ~/.local/share.")
  @Nullable Path key;

  @Option(
      names = "--public-address",
      paramLabel = "MULTIADDR",
      description =
          "Under which visitors reach the node, such as /dns4/mesh.example.org/tcp/443/wss; may be"
              + " given again. Default: the address listened on.")
  List<String> publicAddresses = List.of();

  @Option(
      names = "--peer",
      paramLabel = "MULTIADDR",
      description =
          "Another node, as it prints itself, with which this one forms one DHT; may be given again."
              + " Default: none.")
  List<String> peers = List.of();

  @Option(
      names = "--site",
      paramLabel = "ORIGIN",
      description =
          "A site whose pages may connect, such as https://www.example.org; may be given again."
              + " Default: all.")
  List<String> sites = List.of();

  @Option(
      names = "--trusted-proxy",
      paramLabel = "ADDRESS[/BITS]",
      description =
          "A reverse proxy whose X-Forwarded-For is believed; may be given again. Default: none.")
  List<String> trustedProxies = List.of();

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      defaultValue = "" + NodeConfig.DEFAULT_MAX_CONNECTIONS,
      description = "Open connections in all. Default: ${DEFAULT-VALUE}.")
  int maxConnections;

  @Option(
      names = "--max-connections-per-address",
      paramLabel = "N",
      defaultValue = "" + NodeConfig.DEFAULT_MAX_CONNECTIONS_PER_ADDRESS,
      description = "Open connections of one IPv4 address or IPv6 /64. Default: ${DEFAULT-VALUE}.")
  int maxConnectionsPerAddress;

  @Override
  public Integer call() throws StartException {
    CommandSpec command = Objects.requireNonNull(spec);
    BootstrapNode node = BootstrapNode.start(config(command));
    Runtime.getRuntime().addShutdownHook(new Thread(node::close, "drain"));
    PrintWriter out = command.commandLine().getOut();
    out.println(node.multiaddr());
    out.flush();
    return 0;
  }

  private NodeConfig config(CommandSpec command) {
    try {
      return new NodeConfig(
          host,
          port,
          stunPort == null ? StunPort.AS_TCP : StunPort.parse(stunPort),
          key == null ? DefaultKey.path(System.getenv(), System.getProperty("user.home")) : key,
          publicAddresses,
          peers,
          sites,
          TrustedProxies.of(trustedProxies),
          maxConnections,
          maxConnectionsPerAddress);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(command.commandLine(), String.valueOf(wrong.getMessage()));
    }
  }
}
