package dev.weft.bootstrap.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.bootstrap.FakeClock;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server on real sockets. */
class StunServerTest {
  private static final int PATIENCE_MILLIS = 5000;

  private static final byte[] REQUEST =
      HexFormat.of().parseHex("000100002112a442b7e7a701bc34d686fa87dfae");

  private static final byte[] WITH_CHANGE_REQUEST =
      HexFormat.of().parseHex("000100082112a442b7e7a701bc34d686fa87dfae0003000400000006");

  private final FakeClock clock = new FakeClock();
  private DatagramChannel channel;
  private StunServer server;

  @BeforeEach
  void start() throws IOException {
    listen("127.0.0.1");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void aClientLearnsItsAddressAndPort(String loopback) throws IOException {
    stop();
    listen(loopback);
    try (DatagramSocket client = new DatagramSocket(0, InetAddress.getByName(loopback))) {
      client.setSoTimeout(PATIENCE_MILLIS);
      client.send(new DatagramPacket(REQUEST, REQUEST.length, channel.getLocalAddress()));
      byte[] answer = receive(client);

      BindingRequest asked = BindingRequest.parse(REQUEST, REQUEST.length);
      InetSocketAddress self = (InetSocketAddress) client.getLocalSocketAddress();
      assertThat(answer).isEqualTo(BindingResponse.success(asked, self));
    }
  }

  @Test
  void aClientThatReachesAllAddressesByIpv4LearnsAnIpv4Address() throws IOException {
    stop();
    listen("::");
    int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    try (DatagramSocket client = client()) {
      client.send(
          new DatagramPacket(REQUEST, REQUEST.length, InetAddress.getByName("127.0.0.1"), port));

      assertThat(receive(client)).hasSize(32);
    }
  }

  @Test
  void whatIsUnknownIsRefusedAndWhatIsNoRequestIsIgnored() throws IOException {
    try (DatagramSocket client = client()) {
      byte[] response = REQUEST.clone();
      response[0] = 1;
      send(client, response);
      send(client, new byte[2000]);
      send(client, new byte[0]);
      send(client, WITH_CHANGE_REQUEST);

      assertThat(receive(client)).startsWith(0x01, 0x11);
    }
    assertThat(server.count(StunServer.Outcome.IGNORED)).isEqualTo(3);
    await().until(() -> server.count(StunServer.Outcome.REFUSED) == 1);
  }

  @Test
  void anAddressThatAsksTooOftenIsNotAnswered() throws IOException {
    try (DatagramSocket client = client()) {
      for (int i = 0; i < StunServer.BURST; i++) {
        send(client, REQUEST);
        receive(client);
      }
      send(client, REQUEST);
      await().until(() -> server.count(StunServer.Outcome.LIMITED) == 1);
      clock.advance(Duration.ofSeconds(1));
      send(client, REQUEST);

      assertThat(receive(client)).hasSize(32);
    }
  }

  @Test
  void closingFreesThePort() throws IOException {
    InetSocketAddress address = (InetSocketAddress) channel.getLocalAddress();

    server.close();

    try (DatagramSocket again = new DatagramSocket(address)) {
      assertThat(again.isBound()).isTrue();
    }
  }

  private void listen(String host) throws IOException {
    channel = DatagramChannel.open().bind(new InetSocketAddress(host, 0));
    server = StunServer.start(channel, clock);
  }

  private static DatagramSocket client() throws IOException {
    DatagramSocket client = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    client.setSoTimeout(PATIENCE_MILLIS);
    return client;
  }

  private void send(DatagramSocket client, byte[] datagram) throws IOException {
    client.send(new DatagramPacket(datagram, datagram.length, channel.getLocalAddress()));
  }

  private static byte[] receive(DatagramSocket client) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
    client.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }
}
