package dev.weft.site.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoServersTest {
  @Test
  void theNodesAddressForPeopleFollowsFromItsMultiaddr() throws IOException {
    assertThat(DemoServers.nodeUrl("/ip4/127.0.0.1/tcp/4001/ws/p2p/12D3KooW"))
        .isEqualTo(URI.create("http://127.0.0.1:4001/"));
  }

  @Test
  void aLineWithoutAPortIsNotAnAddress() {
    assertThatThrownBy(() -> DemoServers.nodeUrl("hello"))
        .isInstanceOf(IOException.class)
        .hasMessage("the bootstrap node gave no address, but: hello");
  }

  @Test
  void aServerThatIsNotBuiltIsToldWithWhatToRun(@TempDir Path home) {
    DemoServers.Settings settings =
        new DemoServers.Settings(home, home, home.resolve("state"), 0, 0, "0", "0");

    assertThatThrownBy(() -> DemoServers.start(settings, step -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bootstrap-node.jar is not built; run ./weft build");
  }
}
