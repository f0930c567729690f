package dev.weft.core.noise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.testkit.MemoryChannel;
import dev.weft.testkit.Recorder;
import dev.weft.testkit.TestNode;
import dev.weft.testkit.VirtualLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A browser takes a while to verify a signature: what a handshake does meanwhile. */
class NoiseEffectsTest {
  private static final byte[] GREETING = "hello".getBytes(StandardCharsets.UTF_8);

  private final VirtualLoop loop = new VirtualLoop();
  private final TestNode near = TestNode.on(loop, 1);
  private final TestNode far = TestNode.on(loop, 2);
  private final Promise<Boolean> verified = new Promise<>();
  private Promise<NoiseChannel> dialled = new Promise<>();
  private Promise<NoiseChannel> accepted = new Promise<>();

  private final Signatures slow =
      new Signatures() {
        @Override
        public Promise<Signer> generate() {
          return near.platform().signatures().generate();
        }

        @Override
        public Promise<Boolean> verify(byte[] publicKey, byte[] message, byte[] signature) {
          return verified;
        }
      };

  @BeforeEach
  void dialAndAnswer() {
    MemoryChannel.Pair link = MemoryChannel.pair(loop, 1, MemoryChannel.UNLIMITED);
    dialled = NoiseHandshake.initiate(link.near(), identity(near), ephemeral(near), slow, null);
    accepted =
        NoiseHandshake.respond(
            link.far(), identity(far), ephemeral(far), far.platform().signatures(), null);
    loop.runFor(100);
  }

  private NoiseIdentity identity(TestNode node) {
    return soon(
        NoiseIdentity.create(
            node.identity().signer(), node.platform().keyAgreement(), List.of("/yamux/1.0.0")));
  }

  private KeyAgreement.KeyPair ephemeral(TestNode node) {
    return soon(node.platform().keyAgreement().generate());
  }

  private <T> T soon(Promise<T> promise) {
    loop.runFor(1);
    return TestNode.value(promise);
  }

  @Test
  void theFarEndNeedNotWaitForOurVerifying() {
    assertThat(TestNode.value(accepted).remotePeer()).isEqualTo(near.identity().peerId());
    assertThat(dialled.isSettled()).isFalse();
  }

  @Test
  void whatItSendsIsReadOnceItIsVerified() {
    TestNode.value(accepted).write(GREETING);
    loop.runFor(100);
    assertThat(dialled.isSettled()).isFalse();

    verified.resolve(true);
    Recorder received = Recorder.on(TestNode.value(dialled));
    loop.runFor(100);
    assertThat(received.bytes()).isEqualTo(GREETING);
  }

  @Test
  void aSignatureThatIsNotItsOwnEndsItAllTheSame() {
    Recorder atFar = Recorder.on(TestNode.value(accepted));
    List<String> failures = new ArrayList<>();
    dialled.then(never -> {}, reason -> failures.add(reason.code()));

    verified.resolve(false);
    loop.runFor(100);
    assertThat(failures).containsExactly("bad-noise");
    assertThat(atFar.failure())
        .extracting(MeshException::fault)
        .isEqualTo(MeshException.Fault.CLOSED);
  }
}
