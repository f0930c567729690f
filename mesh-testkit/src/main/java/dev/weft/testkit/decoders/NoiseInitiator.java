package dev.weft.testkit.decoders;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.Done;
import dev.weft.core.io.KeyAgreement.KeyPair;
import dev.weft.core.io.Promise;
import java.util.Arrays;

/** The initiator's side of Noise XX (Noise, section 7.5) in the hands of an attacker. */
final class NoiseInitiator extends HostileNoise {
  private final KeyPair ephemeral;
  private final KeyPair staticKey;
  private byte[] se = Bytes.NONE;

  NoiseInitiator(KeyPair ephemeral, KeyPair staticKey) {
    this.ephemeral = ephemeral;
    this.staticKey = staticKey;
  }

  private NoiseInitiator(NoiseInitiator other) {
    super(other);
    ephemeral = other.ephemeral;
    staticKey = other.staticKey;
    se = other.se;
  }

  /** The first message, framed. */
  byte[] first() {
    mixHash(ephemeral.publicKey());
    mixHash(Bytes.NONE);
    return frame(ephemeral.publicKey());
  }

  /** Takes the responder's message, framed. */
  Promise<Done> answered(byte[] framed) {
    byte[] message = Arrays.copyOfRange(framed, 2, framed.length);
    byte[] remoteEphemeral = Arrays.copyOf(message, KEY_BYTES);
    mixHash(remoteEphemeral);
    return ephemeral
        .agree(remoteEphemeral)
        .flatMap(
            ee -> {
              mixKey(ee);
              int end = KEY_BYTES + SEALED_KEY_BYTES;
              return ephemeral.agree(decryptAndHash(Arrays.copyOfRange(message, KEY_BYTES, end)));
            })
        .flatMap(
            es -> {
              mixKey(es);
              int start = KEY_BYTES + SEALED_KEY_BYTES;
              decryptAndHash(Arrays.copyOfRange(message, start, message.length));
              return staticKey.agree(remoteEphemeral);
            })
        .map(
            secret -> {
              se = secret;
              return Done.DONE;
            });
  }

  /** The last message with that payload, framed, and then texts sealed for the transport. */
  byte[] third(byte[] payload, byte[]... texts) {
    return thirdAs(staticKey.publicKey(), payload, texts);
  }

  /** As {@link #third}, under a static key that may be none of ours. */
  byte[] thirdAs(byte[] claimedKey, byte[] payload, byte[]... texts) {
    NoiseInitiator copy = new NoiseInitiator(this);
    byte[] sealedKey = copy.encryptAndHash(claimedKey);
    copy.mixKey(se);
    byte[] message = frame(Bytes.join(sealedKey, copy.encryptAndHash(payload)));
    return Bytes.join(message, copy.transport(texts));
  }
}
