package dev.weft.testkit.vectors;

import dev.weft.core.connection.Identify;
import dev.weft.core.connection.IdentifyMessage;
import dev.weft.core.connection.Identity;
import dev.weft.core.connection.Ping;
import dev.weft.core.connection.Protocols;
import dev.weft.core.connection.Stream;
import dev.weft.core.connection.Upgrader;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.exchange.ExchangeWire;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.kad.KadNode;
import dev.weft.core.kad.KadServer;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.kad.ProviderStore;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.noise.NoiseChannel;
import dev.weft.core.noise.NoiseHandshake;
import dev.weft.core.noise.NoiseIdentity;
import dev.weft.core.protobuf.Utf8;
import dev.weft.core.relay.CircuitRelay;
import dev.weft.core.relay.HopLimits;
import dev.weft.core.relay.HopServer;
import dev.weft.core.yamux.YamuxSession;
import dev.weft.testkit.ConnectedPair;
import dev.weft.testkit.LoneDht;
import dev.weft.testkit.MemoryChannel;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.TestNode;
import dev.weft.testkit.VirtualLoop;
import java.util.List;

/** The protocols, in virtual time: what stands on the wire, and what malformed bytes lead to. */
final class ProtocolVectors {
  private static final Multiaddr ADDRESS = Multiaddr.parse("/ip4/192.0.2.1/tcp/80/ws");

  /** STATUS, with the reservation, its voucher in an envelope, the limit and 100 (OK). */
  private static final String RESERVED =
      "910208021a820208908ed7ca06123304c0000201060050dd03a50326002408011220ce56971cde355897421efc0b"
          + "1046c8bf2f537eddbfbc7b9864f6e7ff7a82f2c31ac4010a2408011220ce56971cde355897421efc0b1046c8bf"
          + "2f537eddbfbc7b9864f6e7ff7a82f2c3120203021a560a26002408011220ce56971cde355897421efc0b1046c8"
          + "bf2f537eddbfbc7b9864f6e7ff7a82f2c31226002408011220c15c0289ec2d0a9167ec8e65a18debbe5e5532fb"
          + "eea293f80bc942ee9086c17118908ed7ca062a40ac837442a24431a7290f5478eb5ef5ae7fcf7831c74d980df2"
          + "4314817569d290a76f3d5defd5f9cc70d15314eb9209f5d538b40e78e8dd7a6578fc8e029b6633220608781080"
          + "80082864";

  private static final String IDENTIFY =
      "0a2408011220c15c0289ec2d0a9167ec8e65a18debbe5e5532fbeea293f80bc942ee9086c171120a04c000020106"
          + "0050dd031a0e2f697066732f69642f312e302e301a102f697066732f70696e672f312e302e30220a04c0000201"
          + "060050dd032a0a697066732f302e312e303206776566742f3142020102";

  private ProtocolVectors() {}

  static void run(Trial trial) {
    noise(trial);
    yamux(trial);
    connected(trial);
    identify(trial);
    exchange(trial);
  }

  private static void noise(Trial trial) {
    trial.expect("Noise, honest", "89387dabc324390f sealed", () -> handshake(0, 0));
    trial.expect("Noise, first message empty", "!bad-noise", () -> handshake(1, 0x20));
    trial.expect("Noise, changed ephemeral key", "!closed", () -> handshake(5, 0x80));
    trial.expect("Noise, changed static key", "!bad-noise", () -> handshake(40, 1));
    trial.expect("Noise, changed payload", "!bad-noise", () -> handshake(120, 1));
  }

  /**
   * A handshake in which a bit of what the dialler sends is changed; says what the dialler wrote,
   * and how the answerer ended.
   */
  private static String handshake(int changedByte, int bits) {
    VirtualLoop loop = new VirtualLoop();
    MemoryChannel.Pair left = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
    MemoryChannel.Pair right = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
    Splice toFar = new Splice(right.near(), changedByte, bits);
    left.far().receiver(toFar);
    right.near().receiver(new Splice(left.far(), 0, 0));
    Platform near = StandInCrypto.platform(loop, 1);
    Platform far = StandInCrypto.platform(loop, 2);
    Promise<NoiseChannel> dialled =
        NoiseHandshake.initiate(
            left.near(), identity(loop, near), ephemeral(loop, near), near.signatures(), null);
    Promise<NoiseChannel> accepted =
        NoiseHandshake.respond(
            right.far(), identity(loop, far), ephemeral(loop, far), far.signatures(), null);
    loop.runFor(1_000);
    String wire = Hex.of(Sha256.digest(toFar.seen())).substring(0, 16);
    NoiseChannel channel = Settled.value(accepted);
    Recorder received = Recorder.on(channel);
    Settled.value(dialled).write(Utf8.encode("sealed"));
    loop.runFor(1_000);
    return wire + " " + Utf8.decode(received.bytes());
  }

  private static NoiseIdentity identity(VirtualLoop loop, Platform platform) {
    return await(
        loop,
        NoiseIdentity.create(
            await(loop, platform.signatures().generate()),
            platform.keyAgreement(),
            List.of(YamuxSession.PROTOCOL)));
  }

  private static KeyAgreement.KeyPair ephemeral(VirtualLoop loop, Platform platform) {
    return await(loop, platform.keyAgreement().generate());
  }

  private static <T> T await(VirtualLoop loop, Promise<T> promise) {
    loop.runReady();
    return Settled.value(promise);
  }

  private static void yamux(Trial trial) {
    trial.expect(
        "yamux, stream opened with its first bytes",
        "000000010000000100000002" + "0708",
        () -> {
          VirtualLoop loop = new VirtualLoop();
          MemoryChannel.Pair link = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
          Recorder wire = Recorder.on(link.far());
          session(loop, link.near(), true).open().write(Hex.bytes("0708"));
          loop.runFor(10);
          return Hex.of(wire.bytes());
        });
    String[][] known = {
      {"opened by a window update", "000100010000000200000000", "000100020000000200000000"},
      {"ping", "000200010000000000000007", "000200020000000000000007"},
      {"another version", "010000010000000200000000", "000300000000000000000001"},
      {"unknown type", "000400000000000000000000", "000300000000000000000001"},
      {"stream id of the wrong side", "000000010000000100000000", "000300000000000000000001"},
      {"more than the window", "000000010000000200040001", "000300000000000000000001"},
      {"body of a stream that is not there", "000000000000000900000001ff", ""}
    };
    for (String[] each : known) {
      trial.expect("yamux, " + each[0], each[2], () -> yamuxAnswer(each[1], 100));
      trial.expect("yamux byte by byte, " + each[0], each[2], () -> yamuxAnswer(each[1], 1));
    }
  }

  /** What a session answers to raw frames. */
  private static String yamuxAnswer(String frames, int pieceBytes) {
    VirtualLoop loop = new VirtualLoop();
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
    Recorder wire = Recorder.on(link.far());
    session(loop, link.near(), true);
    for (int at = 0; at < frames.length(); at += 2 * pieceBytes) {
      link.far()
          .write(Hex.bytes(frames.substring(at, Math.min(frames.length(), at + 2 * pieceBytes))));
    }
    loop.runFor(10);
    return Hex.of(wire.bytes());
  }

  private static YamuxSession session(VirtualLoop loop, ByteChannel channel, boolean initiator) {
    YamuxSession session = new YamuxSession(loop, channel, initiator);
    session.listener(
        new Muxer.Listener() {
          @Override
          public void opened(ByteChannel stream) {
            Recorder.on(stream);
          }

          @Override
          public void closed(MeshException reason) {}
        });
    return session;
  }

  /** A node as a bootstrap node is one, asked in raw bytes over a whole connection. */
  private static void connected(Trial trial) {
    String key = "1220" + "ab".repeat(32);
    String stranger = Hex.of(PeerId.ofEd25519(new byte[32]).encode());
    String[][] asked = {
      {"ping", Ping.PROTOCOL, "00".repeat(32), "00".repeat(32)},
      {"protocol that nobody speaks", "/nope", "062f6e6f706e0a", "!protocol-not-supported"},
      {"kad, nobody provides it", Kademlia.WEFT_PROTOCOL, "2608031222" + key, "2608031222" + key},
      {"kad, unknown type", Kademlia.WEFT_PROTOCOL, "020806", "!closed"},
      {"kad, cut off", Kademlia.WEFT_PROTOCOL, "0412ff0100", "!closed"},
      {"kad, frame over its bound", Kademlia.WEFT_PROTOCOL, "ffffff7f", "!closed"},
      {
        "hop, no reservation",
        CircuitRelay.HOP_PROTOCOL,
        "2c080112280a26" + stranger,
        "05080228cc01"
      },
      {"hop, unknown type", CircuitRelay.HOP_PROTOCOL, "020803", "050802289003"},
      {"hop, connect to nobody", CircuitRelay.HOP_PROTOCOL, "0408011200", "050802289003"},
      {"hop, reserve", CircuitRelay.HOP_PROTOCOL, "020800", RESERVED}
    };
    for (String[] each : asked) {
      trial.expect(each[0], each[3], () -> ask(each[1], Hex.bytes(each[2])));
    }
  }

  private static String ask(String protocol, byte[] request) {
    VirtualLoop loop = new VirtualLoop();
    TestNode server = node(loop, 2);
    new Ping(server.platform(), server.protocols());
    KadNode dht =
        LoneDht.node(loop, new SeededEntropy(3), server.identity().peerId(), new ProviderStore());
    server.protocols().handle(Kademlia.WEFT_PROTOCOL, new KadServer(loop, dht, seeker -> {}));
    server
        .protocols()
        .handle(
            CircuitRelay.HOP_PROTOCOL,
            new HopServer(
                loop,
                HopLimits.DEFAULT,
                server.identity(),
                () -> List.of(ADDRESS),
                elsewhere -> List.of(),
                new HopServer.Listener() {
                  @Override
                  public void reservationEnded(PeerId peer) {}

                  @Override
                  public void answered(boolean reserve, int status) {}
                }));
    ConnectedPair pair = ConnectedPair.of(loop, node(loop, 1), server, 10, false);
    Stream stream = pair.nearConnection().open(protocol);
    Recorder answer = Recorder.on(stream);
    stream.write(request);
    loop.runFor(1_000);
    MeshException failure = answer.failure();
    return failure == null ? Hex.of(answer.bytes()) : "!" + failure.code();
  }

  private static TestNode node(VirtualLoop loop, int seed) {
    Platform platform = StandInCrypto.platform(loop, seed);
    Identity identity = Identity.of(await(loop, platform.signatures().generate()));
    Protocols protocols = new Protocols();
    return new TestNode(platform, identity, protocols, new Upgrader(platform, identity, protocols));
  }

  private static void identify(Trial trial) {
    IdentifyMessage message =
        new IdentifyMessage(
            node(new VirtualLoop(), 1).identity().publicKey(),
            List.of(ADDRESS),
            List.of(Identify.PROTOCOL, Ping.PROTOCOL),
            ADDRESS,
            "weft/1",
            Hex.bytes("0102"));
    trial.expect("identify", IDENTIFY, () -> Hex.of(message.encode()));
    trial.expect(
        "identify, key cut off", "!bad-key", () -> Hex.of(reidentify(Hex.bytes("0a0108"))));
  }

  private static byte[] reidentify(byte[] message) {
    return IdentifyMessage.decode(message).encode();
  }

  private static void exchange(Trial trial) {
    Cid shard = Cid.raw(new byte[32]);
    String zeros = "00".repeat(32);
    trial.expect(
        "have", "2301" + zeros + "0580", () -> Hex.of(ExchangeWire.have(shard, Hex.bytes("0580"))));
    trial.expect(
        "want",
        "2903" + zeros + "0000000100010000",
        () -> Hex.of(ExchangeWire.numbers(ExchangeWire.WANT, shard, 1, 1 << 16)));
    trial.expect(
        "slice",
        "2b06" + zeros + "00000002000000010809",
        () -> Hex.of(ExchangeWire.slice(shard, 2, Hex.bytes("070809"), 1, 2)));
    trial.expect(
        "frame cut off", "!exchange-violation", () -> ExchangeWire.shard(new byte[32]) + "");
    trial.expect(
        "numbers cut off", "!exchange-violation", () -> ExchangeWire.count(new byte[35]) + "");
    trial.expect("number of a block that is gone", "-2147483647", () -> goneNumber(shard));
  }

  private static String goneNumber(Cid shard) {
    byte[] framed = ExchangeWire.numbers(ExchangeWire.CHANGES, shard, 1 | ExchangeWire.GONE);
    byte[] frame = new byte[framed.length - 1];
    System.arraycopy(framed, 1, frame, 0, frame.length);
    return ExchangeWire.number(frame, 0) + "";
  }
}
