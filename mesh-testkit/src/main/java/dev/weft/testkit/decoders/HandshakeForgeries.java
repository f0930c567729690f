package dev.weft.testkit.decoders;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.Done;
import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.KeyAgreement.KeyPair;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.io.Signatures.Signer;
import dev.weft.core.noise.NoiseChannel;
import dev.weft.core.noise.NoiseHandshake;
import dev.weft.core.noise.NoiseIdentity;
import dev.weft.core.protobuf.Utf8;
import dev.weft.testkit.vectors.Hex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Noise XX with a node that plays either side: its far end's messages changed on the way; and an
 * attacker that seals rightly what is forged: static keys, payloads, and the identities in them.
 */
final class HandshakeForgeries {
  private static final String YAMUX = "/yamux/1.0.0";

  /** X25519's points of low order, with which every secret is zero (RFC 7748, section 6.1). */
  private static final List<byte[]> LOW_ORDER =
      List.of(
          new byte[HostileNoise.KEY_BYTES],
          Arrays.copyOf(new byte[] {1}, HostileNoise.KEY_BYTES),
          Hex.bytes("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
          Hex.bytes("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
          Hex.bytes("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));

  private final Signatures signatures;
  private final NoiseIdentity identity;
  private final KeyPair ephemeral;
  private final NoiseInitiator initiator;
  private final NoiseResponder responder;
  private final byte[] first;

  private final byte[] ownKey;
  private final byte[] ownStatic;
  private final byte[] ownSignature;
  private final byte[] othersKey;
  private final byte[] othersStatic;
  private final byte[] othersSignature;

  private HandshakeForgeries(
      Signatures signatures,
      NoiseIdentity identity,
      List<KeyPair> pairs,
      List<Signer> identities,
      List<byte[]> proofs) {
    this.signatures = signatures;
    this.identity = identity;
    ephemeral = pairs.get(0);
    initiator = new NoiseInitiator(pairs.get(1), pairs.get(2));
    responder = new NoiseResponder(pairs.get(1), pairs.get(2));
    first = initiator.first();
    ownKey = HostileNoise.keyOf(identities.get(1));
    ownStatic = pairs.get(2).publicKey();
    ownSignature = proofs.get(0);
    othersKey = HostileNoise.keyOf(identities.get(2));
    othersStatic = pairs.get(3).publicKey();
    othersSignature = proofs.get(1);
  }

  /** All kinds, with keys of that platform. */
  static Promise<List<Forgery>> all(Signatures signatures, KeyAgreement keyAgreement) {
    return Gathered.times(4, keyAgreement::generate)
        .flatMap(
            pairs ->
                Gathered.times(3, signatures::generate)
                    .flatMap(identities -> all(signatures, keyAgreement, pairs, identities)));
  }

  /** The identities are the node's, the attacker's, and that of whom it poses as. */
  private static Promise<List<Forgery>> all(
      Signatures signatures,
      KeyAgreement keyAgreement,
      List<KeyPair> pairs,
      List<Signer> identities) {
    return Gathered.of(
            List.<Supplier<Promise<byte[]>>>of(
                () -> HostileNoise.signature(identities.get(1), pairs.get(2).publicKey()),
                () -> HostileNoise.signature(identities.get(2), pairs.get(3).publicKey())))
        .flatMap(
            proofs ->
                NoiseIdentity.create(identities.get(0), keyAgreement, List.of(YAMUX))
                    .map(
                        node ->
                            new HandshakeForgeries(signatures, node, pairs, identities, proofs)))
        .flatMap(forgeries -> forgeries.meetNode().map(met -> forgeries.all()));
  }

  /** Has the attacker hear the node's first message as either side of a handshake. */
  private Promise<Done> meetNode() {
    Promise<byte[]> asked = new Promise<>();
    NoiseHandshake.initiate(wire(asked), identity, ephemeral, signatures, null);
    Promise<byte[]> answer = new Promise<>();
    HostileWire wire = wire(answer);
    NoiseHandshake.respond(wire, identity, ephemeral, signatures, null);
    wire.send(first);
    return asked.flatMap(responder::asked).flatMap(done -> answer).flatMap(initiator::answered);
  }

  private List<Forgery> all() {
    return List.of(
        new Forgery(
            "what an initiator sends",
            List.of(Bytes.join(first, initiator.third(honest())), dialled(honest(YAMUX, "/b"))),
            List.of(dialled(replayed()), HostileNoise.frame(LOW_ORDER.get(1))),
            this::asResponder,
            this::goesOn),
        new Forgery(
            "what a responder sends",
            List.of(responder.second(honest()), responder.second(honest(YAMUX, "/b"))),
            List.of(responder.second(replayed()), HostileNoise.frame(LOW_ORDER.get(2))),
            this::asInitiator,
            this::goesOn),
        payloads("an initiator's payload", payload -> asResponder(dialled(payload))),
        payloads("a responder's payload", payload -> asInitiator(responder.second(payload))),
        identities("an initiator's identity", payload -> asResponder(dialled(payload))),
        identities("a responder's identity", payload -> asInitiator(responder.second(payload))),
        staticKeys(
            "an initiator's static key",
            key -> asResponder(Bytes.join(first, initiator.thirdAs(key, honest())))),
        staticKeys(
            "a responder's static key", key -> asInitiator(responder.secondAs(key, honest()))));
  }

  private Forgery payloads(String name, Forgery.Attempt attempt) {
    return new Forgery(
        name,
        List.of(honest(), honest(YAMUX), honest(YAMUX, "/b")),
        List.of(replayed(), HostileNoise.payload(othersKey, ownSignature, YAMUX)),
        attempt,
        (payload, believed) -> isAttacker(believed));
  }

  /** Inputs are an identity's key, and behind it the signature. */
  private Forgery identities(String name, Forgery.Attempt attempt) {
    return new Forgery(
        name,
        List.of(Bytes.join(ownKey, ownSignature)),
        List.of(Bytes.join(othersKey, othersSignature), Bytes.join(othersKey, ownSignature)),
        input -> {
          int split = Math.min(PublicKey.ENCODED_BYTES, input.length);
          byte[] key = Arrays.copyOf(input, split);
          byte[] signature = Arrays.copyOfRange(input, split, input.length);
          return attempt.show(HostileNoise.payload(key, signature, YAMUX));
        },
        Forgery.NONE);
  }

  private Forgery staticKeys(String name, Forgery.Attempt attempt) {
    List<byte[]> lies = new ArrayList<>(LOW_ORDER);
    lies.add(othersStatic);
    return new Forgery(name, List.of(ownStatic), lies, attempt, Forgery.NONE);
  }

  /** What follows on an honest handshake is not the handshake's to judge. */
  private boolean goesOn(byte[] input, byte[] believed) {
    return isAttacker(believed);
  }

  private boolean isAttacker(byte[] believed) {
    byte[] peer = PublicKey.decode(ownKey).peerId().encode();
    return Arrays.equals(Arrays.copyOf(believed, peer.length), peer);
  }

  private byte[] honest(String... muxers) {
    return HostileNoise.payload(ownKey, ownSignature, muxers);
  }

  /** What somebody else sent to the attacker, which is good for that one's static key alone. */
  private byte[] replayed() {
    return HostileNoise.payload(othersKey, othersSignature, YAMUX);
  }

  private byte[] dialled(byte[] payload) {
    return Bytes.join(first, initiator.third(payload));
  }

  private Promise<byte[]> asResponder(byte[] sent) {
    HostileWire wire = wire(new Promise<>());
    return outcome(wire, NoiseHandshake.respond(wire, identity, ephemeral, signatures, null), sent);
  }

  private Promise<byte[]> asInitiator(byte[] sent) {
    HostileWire wire = wire(new Promise<>());
    return outcome(
        wire, NoiseHandshake.initiate(wire, identity, ephemeral, signatures, null), sent);
  }

  /** Who is believed to be there, and what it speaks. */
  private static Promise<byte[]> outcome(
      HostileWire wire, Promise<NoiseChannel> handshake, byte[] sent) {
    wire.send(sent);
    wire.sendEnd();
    return handshake.map(
        channel ->
            Bytes.join(
                channel.remotePeer().encode(), Utf8.encode(channel.remoteMuxers().toString())));
  }

  /** A wire that tells what the node writes first. */
  private static HostileWire wire(Promise<byte[]> written) {
    HostileConnection attacker = new HostileConnection();
    return new HostileWire(attacker, "/noise", attacker.transcript) {
      @Override
      public void write(byte[] bytes) {
        written.resolve(bytes);
      }
    };
  }
}
