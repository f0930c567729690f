package dev.weft.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class ChaCha20Poly1305Test {
  private static final byte[] NONE = {};
  private final Random random = new Random(20_261_120);

  /** The JDK's own, over every length up to some blocks, and a frame of Noise. */
  @Test
  void itAgreesWithTheJdk() throws Exception {
    for (int length = 0; length < 300; length++) {
      agrees(length, length % 40);
    }
    agrees(65_519, 0);
  }

  private void agrees(int length, int adLength) throws Exception {
    byte[] key = bytes(32);
    byte[] nonce = bytes(12);
    byte[] associatedData = bytes(adLength);
    byte[] plaintext = bytes(length);
    Cipher jdk = Cipher.getInstance("ChaCha20-Poly1305");
    jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(nonce));
    jdk.updateAAD(associatedData);
    byte[] expected = jdk.doFinal(plaintext);

    ChaCha20Poly1305 aead = new ChaCha20Poly1305(key);
    byte[] sealed = aead.seal(nonce, associatedData, plaintext);
    assertThat(sealed).as("%d bytes", length).isEqualTo(expected);
    assertThat(aead.open(nonce, associatedData, sealed)).isEqualTo(plaintext);
  }

  @Test
  void anyFlippedBitIsRefused() {
    ChaCha20Poly1305 aead = new ChaCha20Poly1305(bytes(32));
    byte[] sealed = aead.seal(new byte[12], NONE, bytes(20));
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(aead.open(new byte[12], NONE, sealed)).isNull();
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThat(aead.open(new byte[12], NONE, sealed)).hasSize(20);
  }

  @Test
  void anotherNonceOrAssociatedDataIsRefused() {
    ChaCha20Poly1305 aead = new ChaCha20Poly1305(bytes(32));
    byte[] sealed = aead.seal(new byte[12], NONE, bytes(20));
    byte[] otherNonce = new byte[12];
    otherNonce[4] = 1;
    assertThat(aead.open(otherNonce, NONE, sealed)).isNull();
    assertThat(aead.open(new byte[12], new byte[1], sealed)).isNull();
  }

  @Test
  void whatIsShorterThanATagIsRefused() {
    ChaCha20Poly1305 aead = new ChaCha20Poly1305(bytes(32));
    for (int length = 0; length < ChaCha20Poly1305.TAG_BYTES; length++) {
      assertThat(aead.open(new byte[12], NONE, new byte[length])).isNull();
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
