package dev.weft.core.noise;

import dev.weft.core.crypto.Hkdf;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Bytes;
import dev.weft.core.protobuf.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The running hash and keys of a handshake (Noise, section 5.2). */
final class SymmetricState {
  private byte[] hash = Utf8.encode(Noise.NAME);
  private byte[] chainingKey = hash;
  private @Nullable CipherState cipher;

  /** A handshake with an empty prologue. */
  SymmetricState() {
    mixHash(Bytes.NONE);
  }

  /** Mixes in what goes over the wire. */
  byte[] mixHash(byte[] data) {
    hash = Sha256.digest(hash, data);
    return data;
  }

  void mixKey(byte[] sharedSecret) {
    byte[] keys = derive(sharedSecret);
    chainingKey = Arrays.copyOf(keys, 32);
    cipher = second(keys);
  }

  /** Seals the text where there is a key already. */
  byte[] encryptAndHash(byte[] text) {
    return mixHash(cipher == null ? text : cipher.seal(hash, text));
  }

  byte[] decryptAndHash(byte[] message) {
    byte[] text = cipher == null ? message : cipher.open(hash, message);
    mixHash(message);
    return text;
  }

  /** The two keys of the transport: the initiator's direction, then the responder's. */
  CipherState[] split() {
    byte[] keys = derive(Bytes.NONE);
    return new CipherState[] {new CipherState(Arrays.copyOf(keys, 32), 0), second(keys)};
  }

  private byte[] derive(byte[] sharedSecret) {
    return Hkdf.expand(Hkdf.extract(chainingKey, sharedSecret), Bytes.NONE, 64);
  }

  private static CipherState second(byte[] keys) {
    return new CipherState(Arrays.copyOfRange(keys, 32, 64), 0);
  }
}
