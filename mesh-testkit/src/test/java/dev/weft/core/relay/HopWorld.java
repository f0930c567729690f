package dev.weft.core.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.connection.Connection;
import dev.weft.core.connection.Stream;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.multiformats.PeerId;
import dev.weft.testkit.ConnectedPair;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.RelayWorld;
import dev.weft.testkit.TestNode;
import java.util.ArrayList;
import java.util.List;

/** A relay, and peers that write their messages to it by hand. */
abstract class HopWorld {
  static final HopLimits SMALL = new HopLimits(3, 2, 600, 3, 2, 10_000, 30);

  /** A raw end of a hop or stop stream. */
  static final class End {
    final CircuitStream stream;
    final Recorder received = new Recorder();

    End(RelayWorld world, ByteChannel raw) {
      stream = new CircuitStream(world.loop, raw);
    }

    void listen() {
      stream.receiver(received);
    }
  }

  RelayWorld world = new RelayWorld();

  final End hop(Connection connection, byte[] request) {
    End end = new End(world, connection.open(CircuitRelay.HOP_PROTOCOL));
    end.stream.write(request);
    return end;
  }

  final HopMessage answer(End end) {
    return HopMessage.decode(world.await(end.stream.message()));
  }

  final int status(Connection connection, byte[] request) {
    return answer(hop(connection, request)).status();
  }

  final Connection connect(TestNode node) {
    return ConnectedPair.of(world.loop, node, world.relay, 10, false).nearConnection();
  }

  /** A peer with a reservation that answers every CONNECT with the status. */
  final List<End> target(TestNode node, int status) {
    List<End> stops = new ArrayList<>();
    node.protocols()
        .handle(
            CircuitRelay.STOP_PROTOCOL,
            (Stream stream) -> {
              End end = new End(world, stream);
              end.stream
                  .message()
                  .then(
                      body -> {
                        stops.add(end);
                        end.stream.write(StopMessage.status(status));
                        if (status == CircuitRelay.OK) {
                          end.listen();
                        }
                      },
                      reason -> {});
            });
    assertThat(status(connect(node), HopMessage.reserve())).isEqualTo(CircuitRelay.OK);
    return stops;
  }

  final TestNode dialer = TestNode.on(world.loop, 7);
  final TestNode listener = TestNode.on(world.loop, 8);

  final void use(RelayWorld other) {
    world = other;
  }

  final PeerId listenerId() {
    return listener.identity().peerId();
  }
}
