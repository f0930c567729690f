package dev.weft.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Starting a node: options, key, port, and what is said when it does not work. */
class BootstrapCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aSecondStartWithTheSameKeyKeepsThePeerId() throws Exception {
    Path key = folder.resolve("sub/node.key");
    String first;
    try (BootstrapNode node = BootstrapNode.start(NodeConfig.loopback(0, key))) {
      first = node.peerId().toString();
      assertThat(node.multiaddr())
          .hasToString("/ip4/127.0.0.1/tcp/" + node.port() + "/ws/p2p/" + first);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    try (BootstrapNode node = BootstrapNode.start(NodeConfig.loopback(0, key))) {
      assertThat(node.peerId()).hasToString(first);
    }
  }

  @Test
  void aTakenPortIsOneSentenceThatNamesPortAndFlag() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int code = run("--port", "" + taken.getLocalPort(), "--key", key());

      assertThat(code).isEqualTo(1);
      assertThat(err.toString().lines())
          .containsExactly(
              "weft bootstrap: port "
                  + taken.getLocalPort()
                  + " on 127.0.0.1 is taken; choose another with --port, or --port 0 for a free"
                  + " one.");
      assertThat(out.toString()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--port=65536                            | 2 | --port must be 0 to 65535",
        "--port=ten                              | 2 | --port",
        "--stun-port=0                           | 2 | --stun-port must be 1 to 65535, or none",
        "--stun-port=65536                       | 2 | --stun-port must be 1 to 65535, or none",
        "--stun-port=off                         | 2 | --stun-port must be 1 to 65535, or none",
        "--max-connections=0                     | 2 | --max-connections",
        "--trusted-proxy=localhost               | 2 | --trusted-proxy",
        "--no-such-flag                          | 2 | --no-such-flag",
        "--public-address=example.org            | 1 | --public-address",
        "--public-address=/ip4/192.0.2.1/udp/1   | 1 | --public-address",
        "--public-address=/dns4/a.example/tcp/443/wss/p2p/12D3KooWBcS1ki4HuA6LEs4qFgNZBQdvZTm4uZW5KEq7G1eosUbM | 1 | another peer id",
        "--host=no.such.host.invalid             | 1 | --host",
      })
  void aWrongOptionIsOneSentenceThatNamesIt(String option, int exitCode, String named) {
    int code = run("--key", key(), option);

    assertThat(code).isEqualTo(exitCode);
    assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.contains(named));
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aKeyFileThatOthersMayReadIsRefused() throws Exception {
    Path key = folder.resolve("node.key");
    BootstrapNode.start(NodeConfig.loopback(0, key)).close();
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> BootstrapNode.start(NodeConfig.loopback(0, key)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("--key")
        .hasMessageContaining("chmod 600");
  }

  @Test
  void publicAddressesComeFirstAndEndInThePeerId() throws Exception {
    NodeConfig config =
        reachedAs("0.0.0.0", "/dns4/mesh.example.org/tcp/443/wss", "/ip4/192.0.2.7/tcp/4001/ws");
    try (BootstrapNode node = BootstrapNode.start(config)) {
      assertThat(node.multiaddrs())
          .map(Object::toString)
          .containsExactly(
              "/dns4/mesh.example.org/tcp/443/wss/p2p/" + node.peerId(),
              "/ip4/192.0.2.7/tcp/4001/ws/p2p/" + node.peerId());
      assertThat(node.stunUrl()).startsWith("stun:mesh.example.org:");
    }
  }

  /** A proxy on the same machine passes on no UDP, and the port is not open to the world. */
  @Test
  void stunOnLoopbackIsNotHandedOutUnderAPublicName() throws Exception {
    NodeConfig config = reachedAs("127.0.0.1", "/dns4/mesh.example.org/tcp/443/wss");
    try (BootstrapNode node = BootstrapNode.start(config)) {
      assertThat(node.stunUrl()).isNull();
    }
  }

  private NodeConfig reachedAs(String host, String... publicAddresses) {
    NodeConfig loopback = NodeConfig.loopback(0, folder.resolve("node.key"));
    return new NodeConfig(
        host,
        0,
        StunPort.AS_TCP,
        loopback.keyFile(),
        List.of(publicAddresses),
        List.of(),
        List.of(),
        loopback.trustedProxies(),
        loopback.maxConnections(),
        loopback.maxConnectionsPerAddress());
  }

  @Test
  void stunIsOnUdpUnderTheSameNumberUnlessSaidOtherwise() throws Exception {
    NodeConfig usual = NodeConfig.loopback(0, folder.resolve("node.key"));
    int port;
    try (BootstrapNode node = BootstrapNode.start(usual)) {
      port = node.port();
      assertThat(node.stunUrl()).isEqualTo("stun:127.0.0.1:" + port);
    }
    try (BootstrapNode node = BootstrapNode.start(NodeConfig.loopback(port, usual.keyFile()))) {
      assertThat(node.stunUrl()).isEqualTo("stun:127.0.0.1:" + port);
    }
    NodeConfig none =
        new NodeConfig(
            usual.host(),
            0,
            StunPort.parse("none"),
            usual.keyFile(),
            List.of(),
            List.of(),
            List.of(),
            usual.trustedProxies(),
            usual.maxConnections(),
            usual.maxConnectionsPerAddress());
    try (BootstrapNode node = BootstrapNode.start(none)) {
      assertThat(node.stunUrl()).isNull();
    }
  }

  @Test
  void aTakenStunPortIsOneSentenceThatNamesTheFlag() throws Exception {
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    try (DatagramSocket taken = new DatagramSocket(0, loopback)) {
      int code = run("--port", "0", "--stun-port", "" + taken.getLocalPort(), "--key", key());

      assertThat(code).isEqualTo(1);
      assertThat(err.toString().lines())
          .containsExactly(
              "weft bootstrap: UDP port "
                  + taken.getLocalPort()
                  + " on 127.0.0.1 is taken; choose another with --stun-port, or --stun-port"
                  + " none.");
    }
  }

  @Test
  void keysLieWhereTheUsersDataLies() {
    assertThat(DefaultKey.path(Map.of(), "/home/u"))
        .isEqualTo(Path.of("/home/u/.local/share/weft/bootstrap.key"));
    assertThat(DefaultKey.path(Map.of("XDG_DATA_HOME", "/data"), "/home/u"))
        .isEqualTo(Path.of("/data/weft/bootstrap.key"));
    assertThat(DefaultKey.path(Map.of("XDG_DATA_HOME", "relative"), "/home/u"))
        .isEqualTo(Path.of("/home/u/.local/share/weft/bootstrap.key"));
  }

  private String key() {
    return folder.resolve("node.key").toString();
  }

  private int run(String... args) {
    CommandLine commandLine =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }
}
