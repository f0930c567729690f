package dev.weft.core.connection;

import dev.weft.core.crypto.PublicKey;
import dev.weft.core.io.Signatures;
import dev.weft.core.multiformats.PeerId;

/**
 * Who a node is.
 *
 * @param signer signs with the node's key
 * @param publicKey the key's public half
 * @param peerId the name that follows from it
 */
public record Identity(Signatures.Signer signer, PublicKey publicKey, PeerId peerId) {
  /** The identity of a key pair. */
  public static Identity of(Signatures.Signer signer) {
    PublicKey publicKey = PublicKey.ofEd25519(signer.publicKey());
    return new Identity(signer, publicKey, publicKey.peerId());
  }
}
