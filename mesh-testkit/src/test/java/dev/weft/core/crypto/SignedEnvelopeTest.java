package dev.weft.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.jvm.Effects;
import dev.weft.jvm.JvmSignatures;
import dev.weft.testkit.SeededEntropy;
import dev.weft.testkit.TestNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedEnvelopeTest {
  private static final byte[] TYPE = {9, 9};
  private static final byte[] PAYLOAD = {1, 2, 3};

  private final JvmSignatures signatures =
      new JvmSignatures(Effects.direct(), new SeededEntropy(1));
  private final Signatures.Signer signer = signatures.signer(new byte[32]);
  private final byte[] envelope =
      TestNode.value(SignedEnvelope.seal(signer, "domain", TYPE, PAYLOAD));

  @Test
  void whatWasSealedOpens() {
    SignedEnvelope opened =
        TestNode.value(SignedEnvelope.open(signatures, envelope, 200, "domain", TYPE));
    assertThat(opened.payload()).isEqualTo(PAYLOAD);
    assertThat(opened.signer().raw()).isEqualTo(signer.publicKey());
  }

  /** RFC 0002: domain, type and payload, each after its length. */
  @Test
  void theSignatureCoversDomainTypeAndPayload() {
    byte[] signed = HexFormat.of().parseHex("06646f6d61696e" + "020909" + "03010203");
    byte[] signature = Arrays.copyOfRange(envelope, envelope.length - 64, envelope.length);
    assertThat(TestNode.value(signatures.verify(signer.publicKey(), signed, signature))).isTrue();
  }

  @Test
  void anotherDomainOrTypeIsRefused() {
    assertThat(code(SignedEnvelope.open(signatures, envelope, 200, "other", TYPE)))
        .isEqualTo("bad-signature");
    assertThat(code(SignedEnvelope.open(signatures, envelope, 200, "domain", new byte[] {9})))
        .isEqualTo("bad-envelope");
  }

  @Test
  void anEnvelopeOverTheBoundIsRefused() {
    int size = envelope.length;
    assertThat(code(SignedEnvelope.open(signatures, envelope, size - 1, "domain", TYPE)))
        .isEqualTo("bad-envelope");
    TestNode.value(SignedEnvelope.open(signatures, envelope, size, "domain", TYPE));
  }

  @Test
  void aFormThatIsNotCanonicalIsRefused() {
    byte[] key = PublicKey.ofEd25519(signer.publicKey()).encode();
    byte[] signature = Arrays.copyOfRange(envelope, envelope.length - 64, envelope.length);
    List<ProtoWriter> forms =
        List.of(
            new ProtoWriter().bytes(2, TYPE).bytes(1, key).bytes(3, PAYLOAD).bytes(5, signature),
            new ProtoWriter().bytes(1, key).bytes(2, TYPE).bytes(3, PAYLOAD),
            new ProtoWriter()
                .bytes(1, key)
                .bytes(1, key)
                .bytes(2, TYPE)
                .bytes(3, PAYLOAD)
                .bytes(5, signature),
            new ProtoWriter()
                .bytes(1, key)
                .bytes(2, TYPE)
                .bytes(3, PAYLOAD)
                .bytes(5, signature)
                .varint(7, 1));
    for (ProtoWriter form : forms) {
      assertThat(code(SignedEnvelope.open(signatures, form.toBytes(), 300, "domain", TYPE)))
          .isEqualTo("bad-envelope");
    }
  }

  @Test
  void everyMutationAndTruncationIsRefused() {
    SeededEntropy entropy = new SeededEntropy(2);
    for (int length = 0; length < envelope.length; length++) {
      byte[] cut = Arrays.copyOf(envelope, length);
      assertThat(code(SignedEnvelope.open(signatures, cut, 200, "domain", TYPE))).isNotEmpty();
    }
    for (int round = 0; round < 2_000; round++) {
      byte[] mutated = envelope.clone();
      mutated[entropy.below(mutated.length)] ^= (byte) (1 + entropy.below(255));
      assertThat(code(SignedEnvelope.open(signatures, mutated, 200, "domain", TYPE))).isNotEmpty();
    }
  }

  @Test
  void keysOtherThanEd25519AreRefused() {
    for (String key :
        List.of("", "0801", "08001220" + "11".repeat(32), "0801121f" + "11".repeat(31))) {
      assertThatThrownBy(() -> PublicKey.decode(HexFormat.of().parseHex(key)))
          .isInstanceOf(MeshException.class)
          .extracting("code")
          .isEqualTo("bad-key");
    }
  }

  @Test
  void aPeerRecordOpensOnlyUnderItsOwnPeersKey() {
    Multiaddr address = Multiaddr.parse("/ip4/192.0.2.1/tcp/1/ws");
    PublicKey own = PublicKey.ofEd25519(signer.publicKey());
    PeerRecord record = new PeerRecord(own.peerId(), 7, List.of(address));
    assertThat(TestNode.value(PeerRecord.open(signatures, TestNode.value(record.seal(signer)))))
        .isEqualTo(record);
    Signatures.Signer other = TestNode.value(signatures.generate());
    assertThat(code(PeerRecord.open(signatures, TestNode.value(record.seal(other)))))
        .isEqualTo("bad-peer-record");
  }

  private static String code(Promise<?> promise) {
    List<String> codes = new ArrayList<>();
    promise.then(
        value -> {
          throw new AssertionError("it was kept");
        },
        reason -> codes.add(reason.code()));
    return codes.get(0);
  }
}
