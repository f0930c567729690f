package dev.weft.testkit.decoders;

import static dev.weft.testkit.decoders.Decoders.stream;

import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Bytes;
import dev.weft.core.kad.KadClient;
import dev.weft.core.kad.KadMessage;
import dev.weft.core.kad.KadPeer;
import dev.weft.core.kad.KadServer;
import dev.weft.core.kad.Kademlia;
import dev.weft.core.kad.ProviderStore;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.Multihash;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.testkit.LoneDht;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.VirtualLoop;
import java.util.List;

/** Package {@code kad}; for {@code webrtc} see {@link RtcDecoders}. */
final class MeshDecoders {
  private static final Multihash KEY = Multihash.sha256(Sha256.digest());
  private static final PeerId NODE = PeerId.ofEd25519(new byte[32]);

  private MeshDecoders() {}

  static void add(List<Decoder> all) {
    requests(all);
    answers(all);
    RtcDecoders.add(all);
  }

  private static void requests(List<Decoder> all) {
    ProtoWriter self = peer(HostileConnection.KEY.peerId(), HostileConnection.ADDRESS);
    all.add(
        stream(
            "DHT requests",
            List.of("kad.KadServer", "kad.KadMessage", "kad.KadPeer"),
            KadMessage.MAX_BYTES,
            MeshDecoders::server,
            frame(message(3)),
            frame(message(4)),
            frame(message(2).message(9, self)),
            Bytes.join(frame(message(2).message(9, self)), frame(message(3))),
            Bytes.join(frame(message(5)), frame(message(4).message(8, self)))));
  }

  private static void answers(List<Decoder> all) {
    ProtoWriter node = peer(NODE, HostileConnection.ADDRESS, HostileConnection.ADDRESS);
    all.add(
        stream(
            "a DHT answer",
            List.of("kad.KadClient"),
            KadMessage.MAX_BYTES,
            MeshDecoders::client,
            frame(message(3)),
            frame(message(3).message(8, node)),
            frame(message(3).message(9, node).message(9, peer(NODE))),
            frame(message(3).message(8, node).message(9, node).varint(11, 7)),
            frame(message(5))));
  }

  private static byte[] frame(ProtoWriter message) {
    return Delimited.frame(message.toBytes());
  }

  private static ProtoWriter message(int type) {
    return new ProtoWriter().varint(1, type).bytes(2, Cid.raw(KEY.digest()).encode());
  }

  private static ProtoWriter peer(PeerId id, Multiaddr... addresses) {
    ProtoWriter writer = new ProtoWriter().bytes(1, id.encode());
    for (Multiaddr address : addresses) {
      writer.bytes(2, address.encode());
    }
    return writer;
  }

  private static Decoder.Reader server() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    ProviderStore store = new ProviderStore();
    store.add(KEY, new KadPeer(NODE, List.of(HostileConnection.ADDRESS)), loop.unixSeconds());
    KadServer server =
        new KadServer(loop, LoneDht.node(loop, new SeededEntropy(3), NODE, store), seeker -> {});
    HostileWire wire = attacker.stream(Kademlia.WEFT_PROTOCOL);
    server.accept(wire);
    return StreamReader.ending(loop, attacker.transcript, wire);
  }

  private static Decoder.Reader client() {
    VirtualLoop loop = new VirtualLoop();
    HostileConnection attacker = new HostileConnection();
    Transcript transcript = attacker.transcript;
    new KadClient(loop, Kademlia.WEFT_PROTOCOL)
        .getProviders(attacker, KEY)
        .then(
            message -> {
              transcript.add(Transcript.NOTED, message.key());
              note(transcript, message.closer());
              note(transcript, message.providers());
            },
            reason -> {});
    return StreamReader.ending(loop, transcript, attacker.latest());
  }

  private static void note(Transcript transcript, List<KadPeer> peers) {
    for (KadPeer peer : peers) {
      transcript.add(Transcript.NOTED, peer.id().encode());
      for (Multiaddr address : peer.addresses()) {
        transcript.add(Transcript.NOTED, address.encode());
      }
    }
  }
}
