package dev.weft.testkit.decoders;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.Done;
import dev.weft.core.io.KeyAgreement.KeyPair;
import dev.weft.core.io.Promise;
import java.util.Arrays;

/** The responder's side of Noise XX (Noise, section 7.5) in the hands of an attacker. */
final class NoiseResponder extends HostileNoise {
  private final KeyPair ephemeral;
  private final KeyPair staticKey;
  private byte[] ee = Bytes.NONE;
  private byte[] es = Bytes.NONE;

  NoiseResponder(KeyPair ephemeral, KeyPair staticKey) {
    this.ephemeral = ephemeral;
    this.staticKey = staticKey;
  }

  private NoiseResponder(NoiseResponder other) {
    super(other);
    ephemeral = other.ephemeral;
    staticKey = other.staticKey;
    ee = other.ee;
    es = other.es;
  }

  /** Takes the initiator's first message, framed. */
  Promise<Done> asked(byte[] framed) {
    byte[] remoteEphemeral = Arrays.copyOfRange(framed, 2, framed.length);
    mixHash(remoteEphemeral);
    mixHash(Bytes.NONE);
    mixHash(ephemeral.publicKey());
    return ephemeral
        .agree(remoteEphemeral)
        .flatMap(
            secret -> {
              ee = secret;
              return staticKey.agree(remoteEphemeral);
            })
        .map(
            secret -> {
              es = secret;
              return Done.DONE;
            });
  }

  /** The second message with that payload, framed. */
  byte[] second(byte[] payload) {
    return secondAs(staticKey.publicKey(), payload);
  }

  /** As {@link #second}, under a static key that may be none of ours. */
  byte[] secondAs(byte[] claimedKey, byte[] payload) {
    NoiseResponder copy = new NoiseResponder(this);
    copy.mixKey(ee);
    byte[] sealedKey = copy.encryptAndHash(claimedKey);
    copy.mixKey(es);
    return frame(Bytes.join(ephemeral.publicKey(), sealedKey, copy.encryptAndHash(payload)));
  }
}
