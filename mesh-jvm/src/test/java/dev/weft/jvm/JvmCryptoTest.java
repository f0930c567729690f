package dev.weft.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.io.Entropy;
import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Vectors of RFC 8032 section 7.1, RFC 7748 section 6.1 and FIPS 180-4. */
class JvmCryptoTest {
  private final Effects effects = Effects.direct();

  @Test
  void sha256() {
    byte[] abc = {'a', 'b', 'c'};
    assertThat(value(new JvmDigests(effects).sha256(abc)))
        .isEqualTo(hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  }

  @Test
  void ed25519SignsAsTheRfcSays() {
    JvmSignatures signatures = new JvmSignatures(effects, new SecureEntropy());
    Signatures.Signer signer =
        signatures.signer(hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
    assertThat(signer.publicKey())
        .isEqualTo(hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"));
    byte[] message = hex("af82");
    byte[] signature = value(signer.sign(message));
    assertThat(signature)
        .isEqualTo(
            hex(
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                    + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"));
    assertThat(value(signatures.verify(signer.publicKey(), message, signature))).isTrue();
    message[0]++;
    assertThat(value(signatures.verify(signer.publicKey(), message, signature))).isFalse();
  }

  @Test
  void malformedKeysAndSignaturesVerifyToFalse() {
    JvmSignatures signatures = new JvmSignatures(effects, new SecureEntropy());
    byte[] allOnes = hex("ff".repeat(64));
    byte[] key = value(signatures.generate()).publicKey();
    assertThat(value(signatures.verify(new byte[31], new byte[0], new byte[64]))).isFalse();
    assertThat(value(signatures.verify(new byte[33], new byte[0], new byte[64]))).isFalse();
    assertThat(value(signatures.verify(key, new byte[0], new byte[63]))).isFalse();
    assertThat(value(signatures.verify(key, new byte[0], allOnes))).isFalse();
    assertThat(value(signatures.verify(hex("ff".repeat(32)), new byte[0], new byte[64]))).isFalse();
  }

  @Test
  void x25519AgreesAsTheRfcSays() {
    byte[] bobPrivate = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    Entropy drawsBob = out -> System.arraycopy(bobPrivate, 0, out, 0, out.length);
    KeyAgreement.KeyPair bob = value(new JvmKeyAgreement(effects, drawsBob).generate());
    assertThat(bob.publicKey())
        .isEqualTo(hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
    byte[] alicePublic = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    assertThat(value(bob.agree(alicePublic)))
        .isEqualTo(hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
  }

  @Test
  void x25519RefusesPointsOfLowOrderAndWrongLengths() {
    KeyAgreement.KeyPair pair = value(new JvmKeyAgreement(effects, new SecureEntropy()).generate());
    byte[] one = new byte[32];
    one[0] = 1;
    for (byte[] bad :
        List.of(
            new byte[32],
            one,
            hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
            hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
            hex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
            new byte[31],
            new byte[33])) {
      assertThat(failure(pair.agree(bad)).fault()).isEqualTo(MeshException.Fault.PEER);
    }
  }

  @Test
  void answersCanComeFromAWorker() throws Exception {
    try (LoopThread loop = new LoopThread("crypto-test")) {
      Effects onLoop = Effects.on(loop, ForkJoinPool.commonPool());
      byte[] digest =
          loop.ask(() -> new JvmDigests(onLoop).sha256(new byte[1])).get(10, TimeUnit.SECONDS);
      assertThat(digest).hasSize(32);
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static <T> T value(Promise<T> promise) {
    List<T> values = new ArrayList<>();
    promise.then(
        values::add,
        reason -> {
          throw new AssertionError(reason);
        });
    return values.get(0);
  }

  private static MeshException failure(Promise<?> promise) {
    List<MeshException> failures = new ArrayList<>();
    promise.then(
        value -> {
          throw new AssertionError("it did not fail");
        },
        failures::add);
    return failures.get(0);
  }
}
