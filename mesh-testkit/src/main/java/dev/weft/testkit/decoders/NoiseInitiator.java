package dev.weft.testkit.decoders;

import static dev.weft.testkit.vectors.Settled.value;

import dev.weft.core.crypto.ChaCha20Poly1305;
import dev.weft.core.crypto.Hkdf;
import dev.weft.core.crypto.PublicKey;
import dev.weft.core.crypto.Sha256;
import dev.weft.core.io.Bytes;
import dev.weft.core.io.KeyAgreement.KeyPair;
import dev.weft.core.io.Promise;
import dev.weft.core.protobuf.ProtoWriter;
import dev.weft.core.protobuf.Utf8;
import dev.weft.testkit.vectors.StandInCrypto;
import java.util.Arrays;

/**
 * The initiator's side of Noise XX, written a second time so that it can lie: it seals whatever
 * payload it is given, and what comes behind it.
 */
final class NoiseInitiator {
  private static final int KEY_BYTES = 32;
  private static final int SEALED_KEY_BYTES = KEY_BYTES + ChaCha20Poly1305.TAG_BYTES;

  private final KeyPair ephemeral;
  private final KeyPair staticKey;
  private byte[] hash = Utf8.encode("Noise_XX_25519_ChaChaPoly_SHA256");
  private byte[] chainingKey = hash;
  private byte[] remoteEphemeral = Bytes.NONE;
  private ChaCha20Poly1305 cipher = new ChaCha20Poly1305(new byte[KEY_BYTES]);
  private int nonce;

  NoiseInitiator(int seed) {
    StandInCrypto keys = StandInCrypto.atOnce(seed);
    ephemeral = keys.keyPair();
    staticKey = keys.keyPair();
    mixHash(Bytes.NONE);
  }

  private NoiseInitiator(NoiseInitiator other) {
    ephemeral = other.ephemeral;
    staticKey = other.staticKey;
    hash = other.hash;
    chainingKey = other.chainingKey;
    remoteEphemeral = other.remoteEphemeral;
    cipher = other.cipher;
    nonce = other.nonce;
  }

  /** The first message, framed. */
  byte[] first() {
    mixHash(ephemeral.publicKey());
    mixHash(Bytes.NONE);
    return frame(ephemeral.publicKey());
  }

  /** Takes the responder's message, framed. */
  void answered(byte[] framed) {
    byte[] message = Arrays.copyOfRange(framed, 2, framed.length);
    remoteEphemeral = Arrays.copyOf(message, KEY_BYTES);
    mixHash(remoteEphemeral);
    mixKey(value(ephemeral.agree(remoteEphemeral)));
    byte[] remoteStatic =
        open(Arrays.copyOfRange(message, KEY_BYTES, KEY_BYTES + SEALED_KEY_BYTES));
    mixKey(value(ephemeral.agree(remoteStatic)));
    open(Arrays.copyOfRange(message, KEY_BYTES + SEALED_KEY_BYTES, message.length));
  }

  /** The last message with that payload, framed, and then texts sealed for the transport. */
  byte[] third(byte[] payload, byte[]... texts) {
    return new NoiseInitiator(this).seal(payload, texts);
  }

  private byte[] seal(byte[] payload, byte[]... texts) {
    byte[] sealedKey = encryptAndHash(staticKey.publicKey());
    mixKey(value(staticKey.agree(remoteEphemeral)));
    byte[] wire = frame(Bytes.join(sealedKey, encryptAndHash(payload)));
    byte[] keys = Hkdf.expand(Hkdf.extract(chainingKey, Bytes.NONE), Bytes.NONE, 2 * KEY_BYTES);
    cipher = new ChaCha20Poly1305(Arrays.copyOf(keys, KEY_BYTES));
    nonce = 0;
    for (byte[] text : texts) {
      wire = Bytes.join(wire, frame(cipher.seal(nextNonce(), Bytes.NONE, text)));
    }
    return wire;
  }

  /** An honest payload: the identity's key, its signature over our static key, the muxers. */
  byte[] payload(StandInCrypto identity, String... muxers) {
    ProtoWriter extensions = new ProtoWriter();
    for (String muxer : muxers) {
      extensions.string(2, muxer);
    }
    byte[] signed = Bytes.join(Utf8.encode("noise-libp2p-static-key:"), staticKey.publicKey());
    Promise<byte[]> signature = identity.sign(signed);
    return new ProtoWriter()
        .bytes(1, PublicKey.ofEd25519(identity.publicKey()).encode())
        .bytes(2, value(signature))
        .message(4, extensions)
        .toBytes();
  }

  private void mixHash(byte[] data) {
    hash = Sha256.digest(hash, data);
  }

  private void mixKey(byte[] secret) {
    byte[] keys = Hkdf.expand(Hkdf.extract(chainingKey, secret), Bytes.NONE, 2 * KEY_BYTES);
    chainingKey = Arrays.copyOf(keys, KEY_BYTES);
    cipher = new ChaCha20Poly1305(Arrays.copyOfRange(keys, KEY_BYTES, 2 * KEY_BYTES));
    nonce = 0;
  }

  private byte[] encryptAndHash(byte[] text) {
    byte[] sealed = cipher.seal(nextNonce(), hash, text);
    mixHash(sealed);
    return sealed;
  }

  private byte[] open(byte[] sealed) {
    byte[] text = cipher.open(nextNonce(), hash, sealed);
    mixHash(sealed);
    if (text == null) {
      throw new IllegalStateException("the responder's message does not open");
    }
    return text;
  }

  private byte[] nextNonce() {
    byte[] bytes = new byte[ChaCha20Poly1305.NONCE_BYTES];
    bytes[4] = (byte) nonce++;
    return bytes;
  }

  private static byte[] frame(byte[] message) {
    return Bytes.join(new byte[] {(byte) (message.length >>> 8), (byte) message.length}, message);
  }
}
