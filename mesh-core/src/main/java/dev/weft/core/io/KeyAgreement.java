package dev.weft.core.io;

/** X25519 (RFC 7748) as an effect that answers later: WebCrypto in a browser, JCA on the JVM. */
public interface KeyAgreement {
  /** A new key pair. */
  Promise<KeyPair> generate();

  /** One X25519 key pair. */
  interface KeyPair {
    /** The 32 raw bytes of the public key. */
    byte[] publicKey();

    /**
     * The 32-byte shared secret with a peer's 32 raw public bytes. Fails with {@link
     * MeshException.Fault#PEER} when the secret is all zero (a point of low order).
     */
    Promise<byte[]> agree(byte[] peerPublicKey);
  }
}
