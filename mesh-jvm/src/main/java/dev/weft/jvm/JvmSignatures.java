package dev.weft.jvm;

import dev.weft.core.io.Entropy;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;

/** Ed25519 by JCA. */
public final class JvmSignatures implements Signatures {
  private static final int SIGNATURE_BYTES = 64;

  private final Effects effects;
  private final Entropy entropy;

  /** Signatures that are computed and answered as the effects say. */
  public JvmSignatures(Effects effects, Entropy entropy) {
    this.effects = effects;
    this.entropy = entropy;
  }

  @Override
  public Promise<Signer> generate() {
    byte[] seed = entropy.bytes(RawKeys.RAW_BYTES);
    return effects.run(() -> newSigner(seed));
  }

  /** The signer of a private key given as its 32-byte seed (RFC 8032, section 5.1.5). */
  public Signer signer(byte[] seed) {
    if (seed.length != RawKeys.RAW_BYTES) {
      throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
    }
    try {
      return newSigner(seed);
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("this Java has no Ed25519", broken);
    }
  }

  @Override
  public Promise<Boolean> verify(byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length != RawKeys.RAW_BYTES || signature.length != SIGNATURE_BYTES) {
      return Promise.of(false);
    }
    return effects.run(
        () -> {
          try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(RawKeys.ED25519.publicKey(publicKey));
            verifier.update(message);
            return verifier.verify(signature);
          } catch (InvalidKeySpecException | InvalidKeyException | SignatureException malformed) {
            return false;
          }
        });
  }

  private Signer newSigner(byte[] seed) throws GeneralSecurityException {
    return new JvmSigner(effects, RawKeys.ED25519.pair(seed));
  }

  private static final class JvmSigner implements Signer {
    private final Effects effects;
    private final PrivateKey privateKey;
    private final byte[] rawPublicKey;

    JvmSigner(Effects effects, KeyPair pair) {
      this.effects = effects;
      privateKey = pair.getPrivate();
      rawPublicKey = RawKeys.ED25519.raw(pair.getPublic());
    }

    @Override
    public byte[] publicKey() {
      return rawPublicKey.clone();
    }

    @Override
    public Promise<byte[]> sign(byte[] message) {
      return effects.run(
          () -> {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(privateKey);
            signer.update(message);
            return signer.sign();
          });
    }
  }
}
