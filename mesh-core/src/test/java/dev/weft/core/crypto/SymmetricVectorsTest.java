package dev.weft.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.core.Vectors;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published vectors of every symmetric algorithm. */
class SymmetricVectorsTest {
  static List<Vectors.Case> sha256() {
    return Vectors.read("sha256.txt");
  }

  @ParameterizedTest
  @MethodSource
  void sha256(Vectors.Case vector) {
    byte[] message = vector.bytes("message");
    assertThat(Sha256.digest(message)).isEqualTo(vector.bytes("digest"));
    byte[][] byteByByte = new byte[message.length][];
    for (int i = 0; i < message.length; i++) {
      byteByByte[i] = new byte[] {message[i]};
    }
    assertThat(Sha256.digest(byteByByte)).isEqualTo(vector.bytes("digest"));
  }

  static List<Vectors.Case> hmacSha256() {
    return Vectors.read("hmac-sha256.txt");
  }

  @ParameterizedTest
  @MethodSource
  void hmacSha256(Vectors.Case vector) {
    assertThat(HmacSha256.mac(vector.bytes("key"), vector.bytes("message")))
        .isEqualTo(vector.bytes("mac"));
  }

  static List<Vectors.Case> hkdf() {
    return Vectors.read("hkdf-sha256.txt");
  }

  @ParameterizedTest
  @MethodSource
  void hkdf(Vectors.Case vector) {
    byte[] pseudorandomKey = Hkdf.extract(vector.bytes("salt"), vector.bytes("ikm"));
    assertThat(pseudorandomKey).isEqualTo(vector.bytes("prk"));
    byte[] expected = vector.bytes("okm");
    assertThat(Hkdf.expand(pseudorandomKey, vector.bytes("info"), expected.length))
        .isEqualTo(expected);
  }

  static List<Vectors.Case> poly1305() {
    return Vectors.read("poly1305.txt");
  }

  @ParameterizedTest
  @MethodSource
  void poly1305(Vectors.Case vector) {
    assertThat(Poly1305.tag(vector.bytes("key"), vector.bytes("message")))
        .isEqualTo(vector.bytes("tag"));
  }

  static List<Vectors.Case> chaCha20Poly1305() {
    return Vectors.read("chacha20-poly1305.txt");
  }

  @ParameterizedTest
  @MethodSource
  void chaCha20Poly1305(Vectors.Case vector) {
    ChaCha20Poly1305 aead = new ChaCha20Poly1305(vector.bytes("key"));
    byte[] sealed = aead.seal(vector.bytes("nonce"), vector.bytes("ad"), vector.bytes("plaintext"));
    assertThat(sealed).isEqualTo(vector.bytes("sealed"));
    assertThat(aead.open(vector.bytes("nonce"), vector.bytes("ad"), sealed))
        .isEqualTo(vector.bytes("plaintext"));
  }
}
