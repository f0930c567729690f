package dev.weft.core.noise;

import dev.weft.core.crypto.Hkdf;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.protobuf.Utf8;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The running hash and keys of a handshake (Noise, section 5.2). */
final class SymmetricState {
  private static final byte[] NOTHING = {};

  private byte[] hash = Utf8.encode(Noise.NAME);
  private byte[] chainingKey = hash;
  private @Nullable CipherState cipher;

  /** A handshake with an empty prologue. */
  SymmetricState() {
    mixHash(NOTHING);
  }

  void mixHash(byte[] data) {
    hash = Sha256.digest(hash, data);
  }

  void mixKey(byte[] sharedSecret) {
    byte[] keys = Hkdf.expand(Hkdf.extract(chainingKey, sharedSecret), NOTHING, 64);
    chainingKey = Arrays.copyOf(keys, 32);
    cipher = new CipherState(Arrays.copyOfRange(keys, 32, 64));
  }

  /** Seals the text where there is a key already, and mixes in what goes over the wire. */
  byte[] encryptAndHash(byte[] text) {
    byte[] message = text;
    if (cipher != null) {
      message = new byte[text.length + CipherState.TAG_BYTES];
      cipher.seal(hash, text, 0, text.length, message, 0);
    }
    mixHash(message);
    return message;
  }

  byte[] decryptAndHash(byte[] message) {
    byte[] text = cipher == null ? message : cipher.open(hash, message, 0, message.length);
    mixHash(message);
    return text;
  }

  /** The two keys of the transport: the initiator's direction, then the responder's. */
  CipherState[] split() {
    byte[] keys = Hkdf.expand(Hkdf.extract(chainingKey, NOTHING), NOTHING, 64);
    return new CipherState[] {
      new CipherState(Arrays.copyOf(keys, 32)), new CipherState(Arrays.copyOfRange(keys, 32, 64))
    };
  }
}
