package dev.weft.testkit.decoders;

import dev.weft.core.crypto.ChaCha20Poly1305;
import dev.weft.core.crypto.Hkdf;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures.Signer;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;
import java.util.Arrays;

/**
 * What both sides of Noise XX go through (Noise, section 5.2), written a second time so that it can
 * lie: it does the crypto rightly, over whatever key and payload it is given.
 */
class HostileNoise {
  static final int KEY_BYTES = 32;
  static final int SEALED_KEY_BYTES = KEY_BYTES + ChaCha20Poly1305.TAG_BYTES;

  private byte[] hash = Utf8.encode("Noise_XX_25519_ChaChaPoly_SHA256");
  private byte[] chainingKey = hash;
  private ChaCha20Poly1305 cipher = new ChaCha20Poly1305(new byte[KEY_BYTES]);
  private int nonce;

  HostileNoise() {
    mixHash(Bytes.NONE);
  }

  HostileNoise(HostileNoise other) {
    hash = other.hash;
    chainingKey = other.chainingKey;
    cipher = other.cipher;
    nonce = other.nonce;
  }

  final void mixHash(byte[] data) {
    hash = Sha256.digest(hash, data);
  }

  final void mixKey(byte[] secret) {
    byte[] keys = Hkdf.expand(Hkdf.extract(chainingKey, secret), Bytes.NONE, 2 * KEY_BYTES);
    chainingKey = Arrays.copyOf(keys, KEY_BYTES);
    cipher = new ChaCha20Poly1305(Arrays.copyOfRange(keys, KEY_BYTES, 2 * KEY_BYTES));
    nonce = 0;
  }

  final byte[] encryptAndHash(byte[] text) {
    byte[] sealed = cipher.seal(nextNonce(), hash, text);
    mixHash(sealed);
    return sealed;
  }

  final byte[] decryptAndHash(byte[] sealed) {
    byte[] text = cipher.open(nextNonce(), hash, sealed);
    mixHash(sealed);
    if (text == null) {
      throw new IllegalStateException("the node's message does not open");
    }
    return text;
  }

  /** Texts that the initiator sends once the handshake is over, framed. */
  final byte[] transport(byte[]... texts) {
    byte[] keys = Hkdf.expand(Hkdf.extract(chainingKey, Bytes.NONE), Bytes.NONE, 2 * KEY_BYTES);
    cipher = new ChaCha20Poly1305(Arrays.copyOf(keys, KEY_BYTES));
    nonce = 0;
    byte[] wire = Bytes.NONE;
    for (byte[] text : texts) {
      wire = Bytes.join(wire, frame(cipher.seal(nextNonce(), Bytes.NONE, text)));
    }
    return wire;
  }

  private byte[] nextNonce() {
    byte[] bytes = new byte[ChaCha20Poly1305.NONCE_BYTES];
    bytes[4] = (byte) nonce++;
    return bytes;
  }

  static byte[] frame(byte[] message) {
    return Bytes.join(new byte[] {(byte) (message.length >>> 8), (byte) message.length}, message);
  }

  /** An identity's signature over a static key, as the payload has it. */
  static Promise<byte[]> signature(Signer identity, byte[] staticKey) {
    return identity.sign(Bytes.join(Utf8.encode("noise-libp2p-static-key:"), staticKey));
  }

  /** A payload: the identity's key as a {@code PublicKey} message, its signature, the muxers. */
  static byte[] payload(byte[] identityKey, byte[] signature, String... muxers) {
    ProtoWriter extensions = new ProtoWriter();
    for (String muxer : muxers) {
      extensions.string(2, muxer);
    }
    return new ProtoWriter()
        .bytes(1, identityKey)
        .bytes(2, signature)
        .message(4, extensions)
        .toBytes();
  }

  /** The message of an identity's key. */
  static byte[] keyOf(Signer identity) {
    return PublicKey.ofEd25519(identity.publicKey()).encode();
  }
}
