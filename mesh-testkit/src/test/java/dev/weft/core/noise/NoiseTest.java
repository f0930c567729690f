package dev.weft.core.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.PeerId;
import dev.weft.testkit.MemoryChannel;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.TestNode;
import dev.weft.testkit.VirtualLoop;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NoiseTest {
  private static final List<String> MUXERS = List.of("/yamux/1.0.0");

  private final VirtualLoop loop = new VirtualLoop();
  private final TestNode near = TestNode.on(loop, 1);
  private final TestNode far = TestNode.on(loop, 2);
  private final Wire toFar = new Wire();
  private final Wire toNear = new Wire();

  /** One direction of the wire: what passes can be seen, changed, and cut into pieces. */
  private static final class Wire implements ByteChannel.Receiver {
    final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    UnaryOperator<byte[]> change = bytes -> bytes;
    UnaryOperator<Integer> pieceSize = length -> length;
    @Nullable ByteChannel to;

    @Override
    public void data(byte[] bytes) {
      seen.writeBytes(bytes);
      byte[] passed = change.apply(bytes);
      for (int from = 0; from < passed.length; ) {
        int until = Math.min(passed.length, from + pieceSize.apply(passed.length));
        to.write(Arrays.copyOfRange(passed, from, until));
        from = until;
      }
    }

    @Override
    public void end() {
      to.finish();
    }

    @Override
    public void failed(MeshException reason) {
      to.abort(reason);
    }
  }

  /** Both ends of a handshake, and the wire between. */
  private record Handshake(Promise<NoiseChannel> dialled, Promise<NoiseChannel> accepted) {}

  private Handshake handshake() {
    return handshake(far.identity().peerId());
  }

  private Handshake handshake(@Nullable PeerId expected) {
    MemoryChannel.Pair left = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
    MemoryChannel.Pair right = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
    toFar.to = right.near();
    toNear.to = left.far();
    left.far().receiver(toFar);
    right.near().receiver(toNear);
    Promise<NoiseChannel> dialled =
        NoiseHandshake.initiate(
            left.near(),
            identity(near.identity().signer()),
            ephemeral(near),
            near.platform().signatures(),
            expected);
    Promise<NoiseChannel> accepted =
        NoiseHandshake.respond(
            right.far(),
            identity(far.identity().signer()),
            ephemeral(far),
            far.platform().signatures(),
            null);
    loop.runFor(100);
    return new Handshake(dialled, accepted);
  }

  private NoiseIdentity identity(Signatures.Signer signer) {
    Promise<NoiseIdentity> identity =
        NoiseIdentity.create(signer, near.platform().keyAgreement(), MUXERS);
    loop.runFor(1);
    return TestNode.value(identity);
  }

  private KeyAgreement.KeyPair ephemeral(TestNode node) {
    Promise<KeyAgreement.KeyPair> pair = node.platform().keyAgreement().generate();
    loop.runFor(1);
    return TestNode.value(pair);
  }

  @Test
  void bothLearnIdentityAndMuxersOfTheOther() {
    Handshake done = handshake();
    NoiseChannel dialled = TestNode.value(done.dialled());
    NoiseChannel accepted = TestNode.value(done.accepted());
    assertThat(dialled.remotePeer()).isEqualTo(far.identity().peerId());
    assertThat(accepted.remotePeer()).isEqualTo(near.identity().peerId());
    assertThat(dialled.remoteMuxers()).isEqualTo(MUXERS);
    assertThat(accepted.remoteMuxers()).isEqualTo(MUXERS);
  }

  /** libp2p-noise with Ed25519 keys and one muxer, as seen from js-libp2p. */
  @Test
  void messagesHaveTheLengthsOfTheSpec() {
    handshake();
    assertThat(frameLengths(toFar.seen.toByteArray())).containsExactly(32, 184);
    assertThat(frameLengths(toNear.seen.toByteArray())).containsExactly(216);
  }

  @Test
  void bytesPassBothWaysInMessagesOfAtMost65535() {
    Handshake done = handshake();
    NoiseChannel dialled = TestNode.value(done.dialled());
    NoiseChannel accepted = TestNode.value(done.accepted());
    Recorder atNear = Recorder.on(dialled);
    Recorder atFar = Recorder.on(accepted);
    byte[] there = new SeededEntropy(1).bytes(200_000);
    byte[] back = new SeededEntropy(2).bytes(65_519);
    toFar.seen.reset();
    toNear.seen.reset();
    dialled.write(there.clone());
    accepted.write(back.clone());
    dialled.finish();
    loop.runFor(100);
    assertThat(atFar.bytes()).isEqualTo(there);
    assertThat(atFar.ended()).isTrue();
    assertThat(atNear.bytes()).isEqualTo(back);
    assertThat(frameLengths(toFar.seen.toByteArray())).containsExactly(65535, 65535, 65535, 3459);
    assertThat(frameLengths(toNear.seen.toByteArray())).containsExactly(65535);
  }

  @Test
  void messagesMeanTheSameInWhateverPiecesTheyCome() {
    SeededEntropy entropy = new SeededEntropy(6);
    for (int round = 0; round < 30; round++) {
      int most = round == 0 ? 1 : 1 + entropy.below(300);
      toFar.pieceSize = length -> 1 + entropy.below(most);
      toNear.pieceSize = length -> 1 + entropy.below(most);
      Handshake done = handshake();
      Recorder atFar = Recorder.on(TestNode.value(done.accepted()));
      NoiseChannel dialled = TestNode.value(done.dialled());
      byte[] sent = entropy.bytes(5_000);
      dialled.write(Arrays.copyOf(sent, 1_000));
      dialled.write(Arrays.copyOfRange(sent, 1_000, 5_000));
      loop.runFor(100);
      assertThat(atFar.bytes()).isEqualTo(sent);
    }
  }

  @Test
  void anotherPeerThanTheExpectedIsRefused() {
    assertThat(failure(handshake(near.identity().peerId()).dialled()).code())
        .isEqualTo("peer-id-mismatch");
  }

  @Test
  void aStaticKeyThatTheIdentityHasNotSignedIsRefused() {
    Signatures.Signer forger =
        new Signatures.Signer() {
          @Override
          public byte[] publicKey() {
            return far.identity().signer().publicKey();
          }

          @Override
          public Promise<byte[]> sign(byte[] message) {
            return near.identity().signer().sign(message);
          }
        };
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
    NoiseIdentity forged = identity(forger);
    NoiseHandshake.respond(link.far(), forged, ephemeral(far), far.platform().signatures(), null);
    Promise<NoiseChannel> dialled =
        NoiseHandshake.initiate(
            link.near(),
            identity(near.identity().signer()),
            ephemeral(near),
            near.platform().signatures(),
            far.identity().peerId());
    loop.runFor(100);
    assertThat(failure(dialled).code()).isEqualTo("bad-noise");
    assertThat(failure(dialled).fault()).isEqualTo(MeshException.Fault.PEER);
  }

  @Test
  void pointsOfLowOrderAreRefused() {
    for (String point :
        List.of(
            "00".repeat(32),
            "01" + "00".repeat(31),
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")) {
      MemoryChannel.Pair link = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
      Promise<NoiseChannel> accepted = respondOn(link.far());
      link.near().write(HexFormat.of().parseHex("0020" + point));
      loop.runFor(100);
      assertThat(failure(accepted).code()).isEqualTo("bad-key");
      assertThat(failure(accepted).fault()).isEqualTo(MeshException.Fault.PEER);
    }
  }

  @Test
  void messagesThatAreTooShortAreRefused() {
    for (String message : List.of("0000", "001f" + "11".repeat(31), "0021" + "11".repeat(33))) {
      MemoryChannel.Pair link = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
      Promise<NoiseChannel> accepted = respondOn(link.far());
      link.near().write(HexFormat.of().parseHex(message));
      loop.runFor(100);
      assertThat(failure(accepted).code()).isEqualTo("bad-noise");
    }
  }

  @Test
  void anEndInTheHandshakeFailsIt() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
    Promise<NoiseChannel> accepted = respondOn(link.far());
    link.near().finish();
    loop.runFor(100);
    assertThat(failure(accepted).fault()).isEqualTo(MeshException.Fault.CLOSED);
  }

  @Test
  void whileAnEffectIsPendingNothingMoreIsRead() {
    List<Promise<byte[]>> asked = new ArrayList<>();
    KeyAgreement.KeyPair slow =
        new KeyAgreement.KeyPair() {
          @Override
          public byte[] publicKey() {
            return new byte[32];
          }

          @Override
          public Promise<byte[]> agree(byte[] peerPublicKey) {
            asked.add(new Promise<>());
            return asked.get(0);
          }
        };
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
    Promise<NoiseChannel> accepted =
        NoiseHandshake.respond(
            link.far(), identity(far.identity().signer()), slow, far.platform().signatures(), null);
    link.near().write(HexFormat.of().parseHex("0020" + "09" + "00".repeat(31)));
    link.near().write(new byte[MemoryChannel.WINDOW_BYTES + MemoryChannel.SEND_MARK_BYTES]);
    loop.runFor(1_000);
    assertThat(asked).hasSize(1);
    assertThat(link.near().writable()).as("held back, not read").isZero();

    link.far().abort(MeshException.closed("closed meanwhile"));
    asked.get(0).resolve(new byte[32]);
    loop.runFor(1_000);
    assertThat(failure(accepted).fault()).isEqualTo(MeshException.Fault.CLOSED);
  }

  @Test
  void aForgedMessageBreaksTheChannel() {
    Handshake done = handshake();
    Recorder atFar = Recorder.on(TestNode.value(done.accepted()));
    toFar.change =
        bytes -> {
          bytes[bytes.length - 1] ^= 1;
          return bytes;
        };
    TestNode.value(done.dialled()).write(new byte[100]);
    loop.runFor(100);
    assertThat(atFar.size()).isZero();
    assertThat(atFar.failure().code()).isEqualTo("bad-noise");
  }

  @Test
  void aMessageCutOffBreaksTheChannel() {
    Handshake done = handshake();
    Recorder atFar = Recorder.on(TestNode.value(done.accepted()));
    NoiseChannel dialled = TestNode.value(done.dialled());
    toFar.change = bytes -> Arrays.copyOf(bytes, bytes.length - 1);
    dialled.write(new byte[100]);
    dialled.finish();
    loop.runFor(100);
    assertThat(atFar.ended()).isFalse();
    assertThat(atFar.failure().code()).isEqualTo("bad-noise");
  }

  /** Every single byte of every message is authenticated, its length included. */
  @Test
  void mutatedHandshakesNeverSucceedOnBothSides() {
    SeededEntropy entropy = new SeededEntropy(8);
    for (int round = 0; round < 300; round++) {
      Wire mutated = round % 2 == 0 ? toFar : toNear;
      int[] countdown = {1 + entropy.below(200)};
      mutated.change =
          bytes -> {
            if (countdown[0] > 0 && countdown[0] <= bytes.length) {
              bytes[countdown[0] - 1] ^= (byte) (1 + entropy.below(255));
            }
            countdown[0] -= bytes.length;
            return bytes;
          };
      Handshake done = handshake();
      mutated.change = bytes -> bytes;
      assertThat(isKept(done.dialled()) && isKept(done.accepted())).as("round %d", round).isFalse();
    }
  }

  @Test
  void aKeyIsGivenUpBeforeItsNonceRepeats() {
    CipherState cipher = new CipherState(new byte[32], CipherState.MAX_MESSAGES - 1);
    cipher.seal(new byte[0], new byte[1]);
    assertThatThrownBy(() -> cipher.seal(new byte[0], new byte[1]))
        .isInstanceOf(MeshException.class)
        .extracting("code")
        .isEqualTo("nonce-exhausted");
  }

  private Promise<NoiseChannel> respondOn(ByteChannel channel) {
    return NoiseHandshake.respond(
        channel,
        identity(far.identity().signer()),
        ephemeral(far),
        far.platform().signatures(),
        null);
  }

  private static List<Integer> frameLengths(byte[] wire) {
    List<Integer> lengths = new ArrayList<>();
    for (int at = 0; at < wire.length; at += 2 + lengths.get(lengths.size() - 1)) {
      lengths.add((wire[at] & 0xff) << 8 | (wire[at + 1] & 0xff));
    }
    return lengths;
  }

  private static boolean isKept(Promise<?> promise) {
    List<Object> kept = new ArrayList<>();
    promise.then(kept::add, reason -> {});
    return !kept.isEmpty();
  }

  private static MeshException failure(Promise<?> promise) {
    List<MeshException> failures = new ArrayList<>();
    promise.then(
        value -> {
          throw new AssertionError("it was kept");
        },
        failures::add);
    assertThat(failures).hasSize(1);
    return failures.get(0);
  }
}
