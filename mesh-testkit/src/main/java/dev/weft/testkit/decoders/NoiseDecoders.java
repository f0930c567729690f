package dev.weft.testkit.decoders;

import static dev.weft.testkit.vectors.Settled.value;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.KeyAgreement.KeyPair;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.PeerId;
import dev.weft.core.noise.NoiseChannel;
import dev.weft.core.noise.NoiseHandshake;
import dev.weft.core.noise.NoiseIdentity;
import dev.weft.core.protobuf.Utf8;
import dev.weft.testkit.VirtualLoop;
import dev.weft.testkit.vectors.StandInCrypto;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Package {@code noise}: both sides of the handshake, its sealed payload, and the transport. */
final class NoiseDecoders {
  private static final List<String> CLASSES =
      List.of(
          "noise.NoiseHandshake",
          "noise.NoisePayload",
          "noise.FrameReader",
          "noise.CipherState",
          "noise.NoiseChannel");

  private static final int KEY_BYTES = 32;
  private static final int MAX_MESSAGE_BYTES = 65_535;
  private static final int NODE_SEED = 2;
  private static final int INITIATOR_SEED = 50;
  private static final String YAMUX = "/yamux/1.0.0";

  /** The longest payload that is forged, in bytes; a frame's own bound is 64 KiB. */
  private static final int MAX_PAYLOAD_BYTES = 4096;

  /** Whose signatures the seeds hold: the attackers', and the nodes' own. */
  private static final List<PeerId> PROVEN = new ArrayList<>();

  private NoiseDecoders() {}

  static void add(List<Decoder> all) {
    NoiseInitiator[] attackers = new NoiseInitiator[Decoder.MIN_SEEDS];
    byte[][] firsts = new byte[attackers.length][];
    byte[][] payloads = new byte[attackers.length][];
    byte[][] wires = new byte[attackers.length][];
    byte[][] answers = new byte[attackers.length][];
    byte[] initiated = new Node(INITIATOR_SEED).initiating().attacker.transcript.bytes();
    for (int i = 0; i < attackers.length; i++) {
      StandInCrypto keys = StandInCrypto.atOnce(NODE_SEED + 1 + i);
      KeyPair ephemeral = keys.keyPair();
      KeyPair staticKey = keys.keyPair();
      attackers[i] = new NoiseInitiator(ephemeral, staticKey);
      firsts[i] = attackers[i].first();
      value(attackers[i].answered(answer(firsts[i])));
      StandInCrypto identity = StandInCrypto.atOnce(100 + i);
      PROVEN.add(PeerId.ofEd25519(identity.publicKey()));
      PROVEN.add(new Node(NODE_SEED + i).peerId());
      payloads[i] =
          HostileNoise.payload(
              HostileNoise.keyOf(identity),
              value(HostileNoise.signature(identity, staticKey.publicKey())),
              i == 0 ? new String[0] : new String[] {YAMUX, "/b"});
      byte[][] texts = new byte[i][];
      for (int j = 0; j < i; j++) {
        texts[j] = Utf8.encode("text " + j);
      }
      wires[i] = Bytes.join(firsts[i], attackers[i].third(payloads[i], texts));
      answers[i] = answer(initiated, NODE_SEED + i);
    }
    all.add(handshake("Noise, what an initiator sends", NoiseDecoders::responder, wires));
    all.add(
        new Decoder(
            "Noise, the sealed payload",
            CLASSES,
            Decoder.Form.MESSAGE,
            Decoder.Outermost.refusedAs("bad-protobuf"),
            MAX_PAYLOAD_BYTES,
            () -> sealed(attackers[1], firsts[1]),
            List.of(payloads)));
    all.add(handshake("Noise, what a responder sends", NoiseDecoders::initiator, answers));
  }

  private static Decoder handshake(String name, Supplier<Decoder.Reader> fresh, byte[]... seeds) {
    return new Decoder(
        name,
        CLASSES,
        Decoder.Form.STREAM,
        NoiseDecoders::hasFirstMessage,
        MAX_MESSAGE_BYTES,
        fresh,
        List.of(seeds));
  }

  /** Of lengths as of everything else the refusal says no more than that it is bad. */
  private static boolean hasFirstMessage(byte[] input, String refusal) {
    int length = input.length < 2 ? 0 : (input[0] & 0xff) << 8 | (input[1] & 0xff);
    return length >= KEY_BYTES && input.length >= 2 + length;
  }

  /** A node that answers handshakes, the same one each time. */
  private static final class Node {
    final VirtualLoop loop = new VirtualLoop();
    final HostileConnection attacker = new HostileConnection();
    final HostileWire wire = attacker.stream("/noise");
    final Platform platform;
    final NoiseIdentity identity;
    final KeyPair ephemeral;

    Node(int seed) {
      platform = StandInCrypto.platform(loop, seed);
      identity =
          await(
              NoiseIdentity.create(
                  await(platform.signatures().generate()),
                  platform.keyAgreement(),
                  List.of(YAMUX)));
      ephemeral = await(platform.keyAgreement().generate());
    }

    PeerId peerId() {
      return PeerId.ofEd25519(await(platform.signatures().generate()).publicKey());
    }

    private <T> T await(Promise<T> promise) {
      loop.runReady();
      return value(promise);
    }

    Node responding() {
      note(NoiseHandshake.respond(wire, identity, ephemeral, platform.signatures(), null));
      return this;
    }

    Node initiating() {
      note(NoiseHandshake.initiate(wire, identity, ephemeral, platform.signatures(), null));
      return this;
    }

    /** Says who has proven to be there; the channel's own failure says why nobody has. */
    private void note(Promise<NoiseChannel> handshake) {
      handshake.then(
          channel -> {
            if (!PROVEN.contains(channel.remotePeer())) {
              throw new IllegalStateException("nobody has proven to be that peer");
            }
            attacker.transcript.add(Transcript.NOTED, channel.remotePeer().encode());
            attacker.transcript.add(Transcript.NOTED, channel.remoteMuxers().toString());
            attacker.transcript.listen(channel);
          },
          reason -> {});
    }

    StreamReader reader() {
      return StreamReader.open(loop, attacker.transcript, wire);
    }
  }

  private static Decoder.Reader responder() {
    return new Node(NODE_SEED).responding().reader();
  }

  private static Decoder.Reader initiator() {
    return new Node(INITIATOR_SEED).initiating().reader();
  }

  /** The input is what the attacker seals in its last message. */
  private static Decoder.Reader sealed(NoiseInitiator attacker, byte[] first) {
    Node node = new Node(NODE_SEED).responding();
    node.wire.send(first);
    node.loop.runReady();
    return new StreamReader(node.loop, node.attacker.transcript, node.wire::send, () -> {}) {
      @Override
      public byte[] sealed(byte[] payload) {
        return attacker.third(payload);
      }
    };
  }

  private static byte[] answer(byte[] first) {
    return answer(first, NODE_SEED);
  }

  /** What a node answers to a first message. */
  private static byte[] answer(byte[] first, int seed) {
    return new Node(seed).responding().reader().read(first).get();
  }
}
