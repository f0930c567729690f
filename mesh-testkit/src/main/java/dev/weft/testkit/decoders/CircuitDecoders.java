package dev.weft.testkit.decoders;

import static dev.weft.testkit.decoders.Decoders.stream;

import dev.weft.core.connection.Identity;
import dev.weft.core.connection.Protocols;
import dev.weft.core.connection.Upgrader;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;
import dev.weft.core.relay.CircuitRelay;
import dev.weft.core.relay.HopLimits;
import dev.weft.core.relay.HopServer;
import dev.weft.core.relay.RelayClient;
import dev.weft.core.relay.Reservation;
import dev.weft.core.relay.StopHandler;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import dev.weft.testkit.vectors.StandInCrypto;
import java.util.List;

/** Package {@code relay}: what the relay, its clients and those who are called read. */
final class CircuitDecoders {
  private static final PeerId STRANGER = PeerId.ofEd25519(new byte[32]);
  private static final PeerId ATTACKER = HostileConnection.KEY.peerId();

  /** Both protocols' bound. */
  private static final int MAX_MESSAGE_BYTES = 4096;

  private CircuitDecoders() {}

  static void add(List<Decoder> all) {
    all.add(
        stream(
            "hop requests",
            List.of("relay.HopMessage", "relay.CircuitStream", "relay.Limit"),
            MAX_MESSAGE_BYTES,
            CircuitDecoders::relay,
            frame(message(0)),
            frame(message(1).message(2, peer(STRANGER))),
            frame(message(1).message(2, peer(ATTACKER))),
            frame(message(2).varint(5, 100)),
            frame(message(0).string(9, "of a later version"))));
    all.add(
        stream(
            "a stop request",
            List.of("relay.StopMessage"),
            MAX_MESSAGE_BYTES,
            CircuitDecoders::called,
            frame(message(0).message(2, peer(STRANGER)).message(3, limit())),
            frame(message(0).message(2, peer(ATTACKER))),
            frame(message(1).varint(4, 100)),
            Bytes.join(
                frame(message(0).message(2, peer(STRANGER))),
                Delimited.frame(Utf8.encode("/multistream/1.0.0\n")),
                Delimited.frame(Utf8.encode("/noise\n")),
                new byte[] {0, 32},
                new byte[32]),
            Bytes.join(frame(message(0).message(2, peer(STRANGER))), new byte[40])));
    all.add(
        stream(
            "a stop answer and the circuit behind it",
            List.of("relay.Splice"),
            MAX_MESSAGE_BYTES,
            CircuitDecoders::spliced,
            frame(message(1).varint(4, 100)),
            Bytes.join(frame(message(1).varint(4, 100)), new byte[40]),
            frame(message(1).varint(4, 203)),
            frame(message(0).message(2, peer(STRANGER))),
            Bytes.join(frame(message(1).varint(4, 100)), new byte[300])));
    all.add(
        stream(
            "a reservation",
            List.of("relay.RelayClient", "relay.Reservation"),
            MAX_MESSAGE_BYTES,
            CircuitDecoders::reserving,
            frame(message(2).message(3, reservation(0)).message(4, limit()).varint(5, 100)),
            frame(message(2).message(3, reservation(1)).varint(5, 100)),
            frame(message(2).message(3, reservation(3)).message(4, limit()).varint(5, 100)),
            frame(message(2).varint(5, 200)),
            frame(message(2).message(4, limit()).varint(5, 100))));
  }

  private static byte[] frame(ProtoWriter message) {
    return Delimited.frame(message.toBytes());
  }

  private static ProtoWriter message(int type) {
    return new ProtoWriter().varint(1, type);
  }

  private static ProtoWriter peer(PeerId peer) {
    return new ProtoWriter().bytes(1, peer.encode());
  }

  private static ProtoWriter limit() {
    return new ProtoWriter().varint(1, 120).varint(2, 1 << 17);
  }

  private static ProtoWriter reservation(int addresses) {
    ProtoWriter writer = new ProtoWriter().varint(1, VirtualLoop.START_UNIX_SECONDS + 3600);
    for (int i = 0; i < addresses; i++) {
      writer.bytes(2, HostileConnection.ADDRESS.with(STRANGER).encode());
    }
    return writer.bytes(3, new byte[addresses * 20]);
  }

  private static HopServer hopServer(VirtualLoop loop) {
    return new HopServer(
        loop,
        HopLimits.DEFAULT,
        Identity.of(StandInCrypto.atOnce(1)),
        () -> List.of(HostileConnection.ADDRESS),
        elsewhere -> List.of(),
        new HopServer.Listener() {
          @Override
          public void reservationEnded(PeerId peer) {}

          @Override
          public void answered(boolean reserve, int status) {}
        });
  }

  private static Decoder.Reader relay() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    HostileWire wire = attacker.stream(CircuitRelay.HOP_PROTOCOL);
    hopServer(loop).accept(wire);
    return StreamReader.ending(loop, attacker.transcript, wire);
  }

  /** The attacker has reserved and is called: its answer, and what it sends to the caller. */
  private static Decoder.Reader spliced() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    HopServer relay = hopServer(loop);
    HostileWire reserving = attacker.stream(CircuitRelay.HOP_PROTOCOL);
    relay.accept(reserving);
    reserving.send(frame(message(0)));
    HostileWire calling = attacker.stream(CircuitRelay.HOP_PROTOCOL);
    relay.accept(calling);
    calling.send(frame(message(1).message(2, peer(ATTACKER))));
    loop.runReady();
    return StreamReader.ending(loop, attacker.transcript, attacker.latest());
  }

  private static Upgrader upgrader(VirtualLoop loop) {
    Identity identity = Identity.of(StandInCrypto.atOnce(1));
    return new Upgrader(StandInCrypto.platform(loop, 1), identity, new Protocols());
  }

  private static Decoder.Reader called() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    Transcript transcript = attacker.transcript;
    StopHandler handler =
        new StopHandler(
            loop, upgrader(loop), connection -> transcript.add(Transcript.NOTED, "connected"));
    handler.allow(attacker);
    HostileWire wire = attacker.stream(CircuitRelay.STOP_PROTOCOL);
    handler.accept(wire);
    return StreamReader.open(loop, transcript, wire);
  }

  private static Decoder.Reader reserving() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    Transcript transcript = attacker.transcript;
    RelayClient client =
        new RelayClient(
            loop,
            new SeededEntropy(1),
            upgrader(loop),
            attacker,
            new RelayClient.Listener() {
              @Override
              public void reserved(Reservation reservation) {
                note(transcript, reservation);
              }

              @Override
              public void reservationLost(MeshException reason) {}
            });
    client.reserve().then(made -> {}, reason -> {});
    return StreamReader.ending(loop, transcript, attacker.latest());
  }

  private static void note(Transcript transcript, Reservation reservation) {
    transcript.add(Transcript.NOTED, "until " + reservation.expireUnixSeconds());
    for (Multiaddr address : reservation.addresses()) {
      transcript.add(Transcript.NOTED, address.encode());
    }
    byte[] voucher = reservation.voucher();
    transcript.add(Transcript.NOTED, voucher == null ? Bytes.NONE : voucher);
  }
}
