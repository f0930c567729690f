package dev.weft.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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

    byte[] sealed = new byte[length + ChaCha20Poly1305.TAG_BYTES];
    ChaCha20Poly1305 aead = new ChaCha20Poly1305(key);
    aead.seal(nonce, associatedData, plaintext, 0, length, sealed, 0);
    assertThat(sealed).as("%d bytes", length).isEqualTo(expected);
  }

  @Test
  void itWorksInPlaceAndAtOffsets() {
    byte[] plaintext = bytes(100);
    byte[] frame = new byte[200];
    System.arraycopy(plaintext, 0, frame, 7, 100);
    ChaCha20Poly1305 aead = new ChaCha20Poly1305(bytes(32));
    aead.seal(new byte[12], NONE, frame, 7, 100, frame, 7);
    assertThat(Arrays.copyOfRange(frame, 7, 107)).isNotEqualTo(plaintext);
    assertThat(aead.open(new byte[12], NONE, frame, 7, 116, frame, 7)).isTrue();
    assertThat(Arrays.copyOfRange(frame, 7, 107)).isEqualTo(plaintext);
  }

  @Test
  void anyFlippedBitIsRefusedAndNothingWritten() {
    ChaCha20Poly1305 aead = new ChaCha20Poly1305(bytes(32));
    byte[] sealed = new byte[20 + ChaCha20Poly1305.TAG_BYTES];
    aead.seal(new byte[12], NONE, bytes(20), 0, 20, sealed, 0);
    byte[] opened = new byte[20];
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(aead.open(new byte[12], NONE, sealed, 0, sealed.length, opened, 0)).isFalse();
      sealed[bit / 8] ^= (byte) (1 << bit % 8);
    }
    assertThat(opened).containsOnly(0);
    assertThat(aead.open(new byte[12], NONE, sealed, 0, sealed.length, opened, 0)).isTrue();
  }

  @Test
  void anotherNonceOrAssociatedDataIsRefused() {
    ChaCha20Poly1305 aead = new ChaCha20Poly1305(bytes(32));
    byte[] sealed = new byte[20 + ChaCha20Poly1305.TAG_BYTES];
    aead.seal(new byte[12], NONE, bytes(20), 0, 20, sealed, 0);
    byte[] otherNonce = new byte[12];
    otherNonce[4] = 1;
    byte[] opened = new byte[20];
    assertThat(aead.open(otherNonce, NONE, sealed, 0, sealed.length, opened, 0)).isFalse();
    assertThat(aead.open(new byte[12], new byte[1], sealed, 0, sealed.length, opened, 0)).isFalse();
  }

  @Test
  void whatIsShorterThanATagIsRefused() {
    ChaCha20Poly1305 aead = new ChaCha20Poly1305(bytes(32));
    for (int length = 0; length < ChaCha20Poly1305.TAG_BYTES; length++) {
      assertThat(aead.open(new byte[12], NONE, new byte[16], 0, length, new byte[0], 0)).isFalse();
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
