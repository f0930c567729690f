package dev.weft.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers may send: the node cuts them off, goes on, and logs no line about it. */
class HostileTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private PrintStream stderr;
  private BootstrapNode node;

  @BeforeEach
  void start() throws StartException {
    stderr = System.err;
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    node = BootstrapNode.start(NodeConfig.loopback(0, folder.resolve("node.key")));
  }

  @AfterEach
  void stop() {
    System.setErr(stderr);
    node.close();
  }

  @Test
  void randomBytesEndTheirConnectionOnly() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      byte[] garbage = new byte[1 + random.nextInt(2000)];
      random.nextBytes(garbage);
      WebSocket socket = raw();
      socket.sendBinary(ByteBuffer.wrap(garbage), true);
      socket.sendBinary(ByteBuffer.wrap(new byte[70_000]), true);
      await().atMost(15, TimeUnit.SECONDS).until(socket::isInputClosed);
    }

    theNodeGoesOnQuietly();
  }

  @Test
  void nonsenseOnEachProtocolIsRefused() throws Exception {
    for (String protocol :
        List.of(
            "/ipfs/id/1.0.0",
            "/ipfs/id/push/1.0.0",
            "/ipfs/ping/1.0.0",
            "/libp2p/circuit/relay/0.2.0/hop",
            "/weft/kad/1.0.0",
            "/no/such/protocol")) {
      try (CorePeer peer = new CorePeer()) {
        Connection connection = peer.connect(node.multiaddr());
        for (int i = 0; i < 20; i++) {
          byte[] garbage = new byte[3000];
          new Random(i).nextBytes(garbage);
          peer.ask(
              () -> {
                Stream stream = connection.open(protocol);
                stream.receiver(new Ignoring());
                stream.write(garbage);
                stream.finish();
                return Promise.of(Done.DONE);
              });
        }
      }
    }

    theNodeGoesOnQuietly();
  }

  private void theNodeGoesOnQuietly() throws Exception {
    try (CorePeer peer = new CorePeer()) {
      Connection connection = peer.connect(node.multiaddr());
      assertThat(peer.ask(() -> peer.relay(connection).reserve()).addresses()).hasSize(1);
    }
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .as("what was said at the start, and nothing since")
        .hasSize(3)
        .allMatch(line -> line.contains("[INFO]"));
  }

  private WebSocket raw() throws Exception {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create("ws://127.0.0.1:" + node.port() + "/"), new WebSocket.Listener() {})
        .get(10, TimeUnit.SECONDS);
  }

  private static final class Ignoring implements ByteChannel.Receiver {
    @Override
    public void data(byte[] bytes) {}

    @Override
    public void end() {}

    @Override
    public void failed(MeshException reason) {}
  }
}
