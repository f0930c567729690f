package dev.weft.e2e.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.weft.bootstrap.BootstrapNode;
import dev.weft.bootstrap.NodeConfig;
import dev.weft.bootstrap.StartException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.e2e.node.NodeProcess;
import dev.weft.e2e.node.NodeRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A js-libp2p 3.3 node in Node, unmodified, identifies with, pings, reserves at and announces to
 * our bootstrap node, each within js-libp2p's own timeouts. The voucher verifies, and another node
 * finds who announced.
 */
class JsNodeTest {
  /** More than js-libp2p waits for any of it (10 s a dial, 5 s a reservation). */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Cid CID = Cid.raw(new byte[32]);

  private final Gson gson = new Gson();

  @Test
  void identifiesPingsReservesAndAnnounces(@TempDir Path directory) throws StartException {
    NodeConfig config = NodeConfig.loopback(0, directory.resolve("node.key"));
    try (BootstrapNode node = BootstrapNode.start(config);
        NodeProcess js =
            NodeRuntime.get()
                .start("client.js", List.of(node.multiaddr().toString(), CID.toString()))) {
      PeerId jsPeer = PeerId.parse(js.await("peer", TIMEOUT));

      JsonObject identified = gson.fromJson(js.await("identified", TIMEOUT), JsonObject.class);
      assertThat(identified.get("peerId").getAsString()).isEqualTo(node.peerId().toString());
      assertThat(identified.get("agentVersion").getAsString()).startsWith("weft-node/");
      assertThat(identified.getAsJsonArray("protocols"))
          .extracting(protocol -> protocol.getAsString())
          .contains(
              "/ipfs/id/1.0.0",
              "/ipfs/ping/1.0.0",
              "/libp2p/circuit/relay/0.2.0/hop",
              "/weft/kad/1.0.0");
      Multiaddr observed = Multiaddr.parse(identified.get("observedAddr").getAsString());
      assertThat(observed.value(Multiaddr.IP4)).containsExactly(127, 0, 0, 1);

      assertThat(Integer.parseInt(js.await("pinged", TIMEOUT))).isNotNegative();

      Multiaddr circuit = node.multiaddr().with(Multiaddr.P2P_CIRCUIT).with(jsPeer);
      String[] reserved = gson.fromJson(js.await("reserved", TIMEOUT), String[].class);
      assertThat(Arrays.stream(reserved).map(Multiaddr::parse)).containsExactly(circuit);

      assertThat(js.await("voucher", TIMEOUT)).isEqualTo("0302 " + node.peerId());
      String announcer = js.await("announced", TIMEOUT);
      assertThat(js.await("provider", TIMEOUT)).isEqualTo(announcer);
    }
  }
}
