package dev.weft.core.noise;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.KeyAgreement;
import dev.weft.core.io.Promise;
import dev.weft.core.io.Signatures;
import java.util.List;

/**
 * What a node shows in each of its handshakes: a static X25519 key, made when the node starts, and
 * the payload in which the node's identity has signed it.
 */
public final class NoiseIdentity {
  final KeyAgreement.KeyPair staticKey;
  final byte[] payload;

  private NoiseIdentity(KeyAgreement.KeyPair staticKey, byte[] payload) {
    this.staticKey = staticKey;
    this.payload = payload;
  }

  /** Makes a static key and signs it; {@code muxers} are those we speak, the preferred first. */
  public static Promise<NoiseIdentity> create(
      Signatures.Signer signer, KeyAgreement keyAgreement, List<String> muxers) {
    PublicKey identityKey = PublicKey.ofEd25519(signer.publicKey());
    return keyAgreement
        .generate()
        .flatMap(
            staticKey ->
                signer
                    .sign(NoisePayload.signedBytes(staticKey.publicKey()))
                    .map(
                        signature ->
                            new NoiseIdentity(
                                staticKey, NoisePayload.encode(identityKey, signature, muxers))));
  }
}
