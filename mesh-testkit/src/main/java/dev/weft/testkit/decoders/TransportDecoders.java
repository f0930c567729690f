package dev.weft.testkit.decoders;

import static dev.weft.testkit.decoders.Decoders.stream;

import dev.weft.core.connection.Identify;
import dev.weft.core.connection.IdentifyMessage;
import dev.weft.core.connection.Identity;
import dev.weft.core.connection.Ping;
import dev.weft.core.connection.Protocols;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Muxer;
import dev.weft.core.io.Platform;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multistream.Multistream;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.Utf8;
import dev.weft.core.yamux.YamuxSession;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import dev.weft.testkit.vectors.Hex;
import dev.weft.testkit.vectors.StandInCrypto;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Packages {@code multistream}, {@code yamux} and {@code connection}; for Noise see there. */
final class TransportDecoders {
  private static final String HEADER = "/multistream/1.0.0\n";

  private TransportDecoders() {}

  static void add(List<Decoder> all) {
    multistream(all);
    NoiseDecoders.add(all);
    yamux(all);
    identify(all);
    pings(all);
  }

  private static void multistream(List<Decoder> all) {
    all.add(
        stream(
            "multistream-select, proposals",
            List.of("multistream.Negotiation"),
            Multistream.MAX_MESSAGE_BYTES,
            TransportDecoders::responder,
            messages(HEADER, "/a\n"),
            Bytes.join(messages(HEADER, "/a\n"), Hex.bytes("0102")),
            messages(HEADER, "/nope\n", "/a\n"),
            messages(HEADER, "ls\n", "/a\n"),
            messages(HEADER, "/nope/é\n", "\n", "/nope\n")));
    all.add(
        stream(
            "multistream-select, the answer",
            List.of("multistream.Negotiation"),
            Multistream.MAX_MESSAGE_BYTES,
            TransportDecoders::proposer,
            messages(HEADER, "/a\n"),
            messages(HEADER, "na\n"),
            Bytes.join(messages(HEADER, "/a\n"), Hex.bytes("0102")),
            messages(HEADER),
            messages(HEADER, "/b\n")));
  }

  private static byte[] messages(String... texts) {
    byte[] all = Bytes.NONE;
    for (String text : texts) {
      all = Bytes.join(all, Delimited.frame(Utf8.encode(text)));
    }
    return all;
  }

  private static Decoder.Reader responder() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    HostileWire wire = attacker.stream("");
    Transcript transcript = attacker.transcript;
    Multistream.answer(
        wire,
        new Multistream.Responder() {
          @Override
          public boolean speaks(String protocol) {
            return protocol.equals("/a");
          }

          @Override
          public List<String> protocols() {
            return List.of("/a");
          }

          @Override
          public void agreed(String protocol, ByteChannel channel) {
            transcript.add(Transcript.NOTED, protocol);
            transcript.listen(channel);
          }

          @Override
          public void failed(MeshException reason) {}
        },
        loop);
    return StreamReader.open(loop, transcript, wire);
  }

  private static Decoder.Reader proposer() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    HostileWire wire = attacker.stream("");
    ByteChannel channel = Multistream.propose(wire, "/a", loop);
    loop.runReady();
    attacker.transcript.listen(channel);
    return StreamReader.open(loop, attacker.transcript, wire);
  }

  private static void yamux(List<Decoder> all) {
    String syn = "000000010000000200000002" + "0708";
    String more = "000000000000000200000003" + "090a0b";
    String window = "000100000000000200000400";
    String fin = "000000040000000200000000";
    String reset = "000100080000000200000000";
    String ping = "000200010000000000000007";
    String goAway = "000300000000000000000000";
    String second = "000100010000000400000000";
    String acknowledged = "000100020000000100000000";
    all.add(
        stream(
            "yamux",
            List.of("yamux.YamuxSession", "yamux.YamuxReader"),
            "yamux-header",
            Decoders.MAX_BYTES,
            TransportDecoders::session,
            Hex.bytes(syn + more + fin),
            Hex.bytes(syn + window + reset),
            Hex.bytes(ping + second + ping),
            Hex.bytes(acknowledged + "000000000000000100000001ff" + goAway),
            Hex.bytes("000200020000000000000001" + syn + second + more + goAway)));
  }

  /** A session that has opened a stream itself, and takes those of the attacker. */
  private static Decoder.Reader session() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    HostileWire wire = attacker.stream("");
    Transcript transcript = attacker.transcript;
    YamuxSession session = new YamuxSession(loop, wire, true);
    session.listener(
        new Muxer.Listener() {
          @Override
          public void opened(ByteChannel stream) {
            transcript.add(Transcript.NOTED, "opened");
            transcript.listen(stream);
          }

          @Override
          public void closed(MeshException reason) {}
        });
    transcript.listen(session.open());
    loop.runReady();
    return StreamReader.open(loop, transcript, wire);
  }

  private static void identify(List<Decoder> all) {
    Multiaddr address = HostileConnection.ADDRESS;
    byte[] first = identifyMessage(List.of(address), List.of("/ipfs/ping/1.0.0"), address);
    all.add(
        stream(
            "identify",
            List.of("connection.Identify", "connection.IdentifyMessage"),
            IdentifyMessage.MAX_BYTES,
            TransportDecoders::asker,
            Delimited.frame(first),
            Delimited.frame(identifyMessage(List.of(), List.of(), null)),
            Delimited.frame(identifyMessage(List.of(address, address), List.of("/a", "/b"), null)),
            Bytes.join(Delimited.frame(first), Delimited.frame(first)),
            Delimited.frame(
                new IdentifyMessage(null, List.of(), List.of(), address, "", new byte[150])
                    .encode())));
  }

  private static byte[] identifyMessage(
      List<Multiaddr> listen, List<String> protocols, @Nullable Multiaddr observed) {
    return new IdentifyMessage(
            HostileConnection.KEY, listen, protocols, observed, "weft/0.1", new byte[9])
        .encode();
  }

  private static Decoder.Reader asker() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    Platform platform = StandInCrypto.platform(loop, 1);
    Identity identity = Identity.of(StandInCrypto.atOnce(1));
    Identify identify = new Identify(platform, identity, new Protocols(), List::of, "weft/0.1");
    Transcript transcript = attacker.transcript;
    identify
        .ask(attacker)
        .then(message -> transcript.addLater(() -> note(transcript, message)), reason -> {});
    return StreamReader.ending(loop, transcript, attacker.latest());
  }

  private static void note(Transcript transcript, IdentifyMessage message) {
    PublicKey key = message.publicKey();
    transcript.add(Transcript.NOTED, key == null ? Bytes.NONE : key.encode());
    for (Multiaddr address : message.listenAddresses()) {
      transcript.add(Transcript.NOTED, address.encode());
    }
    for (String protocol : message.protocols()) {
      transcript.add(Transcript.NOTED, protocol);
    }
    transcript.add(Transcript.NOTED, message.observedAddress() + "|" + message.agentVersion());
    byte[] peerRecord = message.signedPeerRecord();
    transcript.add(Transcript.NOTED, peerRecord == null ? Bytes.NONE : peerRecord);
  }

  private static void pings(List<Decoder> all) {
    byte[] ping = new SeededEntropy(1).bytes(32);
    byte[][] pings = {
      ping, Bytes.join(ping, ping), new byte[1], Bytes.join(ping, new byte[1]), new byte[64]
    };
    all.add(
        stream(
            "pings",
            List.of("connection.Ping"),
            Decoders.MAX_BYTES,
            TransportDecoders::pinged,
            pings));
    byte[] expected = StandInCrypto.platform(new VirtualLoop(), 1).entropy().bytes(32);
    byte[][] answers = {expected, Bytes.join(expected, expected), ping, new byte[1], new byte[33]};
    all.add(
        stream(
            "a ping's answer",
            List.of("connection.Ping"),
            Decoders.MAX_BYTES,
            TransportDecoders::pinging,
            answers));
  }

  private static Decoder.Reader pinged() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    Protocols protocols = new Protocols();
    new Ping(StandInCrypto.platform(loop, 1), protocols);
    HostileWire wire = attacker.stream(Ping.PROTOCOL);
    Objects.requireNonNull(protocols.handler(Ping.PROTOCOL, false)).accept(wire);
    return StreamReader.ending(loop, attacker.transcript, wire);
  }

  private static Decoder.Reader pinging() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    Ping ping = new Ping(StandInCrypto.platform(loop, 1), new Protocols());
    ping.measure(attacker)
        .then(millis -> attacker.transcript.add(Transcript.NOTED, "answered"), reason -> {});
    return StreamReader.open(loop, attacker.transcript, attacker.latest());
  }
}
