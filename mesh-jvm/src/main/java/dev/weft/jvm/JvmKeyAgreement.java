package dev.weft.jvm;

import dev.weft.core.io.Entropy;
import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;

/** X25519 by JCA. */
public final class JvmKeyAgreement implements KeyAgreement {
  private final Effects effects;
  private final Entropy entropy;

  /** Key agreement that is computed and answered as the effects say. */
  public JvmKeyAgreement(Effects effects, Entropy entropy) {
    this.effects = effects;
    this.entropy = entropy;
  }

  @Override
  public Promise<KeyPair> generate() {
    byte[] privateKey = entropy.bytes(RawKeys.RAW_BYTES);
    return effects.run(() -> new JvmKeyPair(effects, RawKeys.X25519.pair(privateKey)));
  }

  private static final class JvmKeyPair implements KeyPair {
    private final Effects effects;
    private final PrivateKey privateKey;
    private final byte[] rawPublicKey;

    JvmKeyPair(Effects effects, java.security.KeyPair pair) {
      this.effects = effects;
      privateKey = pair.getPrivate();
      rawPublicKey = RawKeys.X25519.raw(pair.getPublic());
    }

    @Override
    public byte[] publicKey() {
      return rawPublicKey.clone();
    }

    @Override
    public Promise<byte[]> agree(byte[] peerPublicKey) {
      if (peerPublicKey.length != RawKeys.RAW_BYTES) {
        return Promise.failed(MeshException.peer("bad-key", "an X25519 key has 32 bytes"));
      }
      return effects.run(
          () -> {
            javax.crypto.KeyAgreement agreement = javax.crypto.KeyAgreement.getInstance("X25519");
            agreement.init(privateKey);
            try {
              agreement.doPhase(RawKeys.X25519.publicKey(peerPublicKey), true);
            } catch (InvalidKeyException | InvalidKeySpecException lowOrder) {
              throw MeshException.peer("bad-key", "an X25519 key of low order");
            }
            return agreement.generateSecret();
          });
    }
  }
}
