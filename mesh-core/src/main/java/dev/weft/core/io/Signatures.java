package dev.weft.core.io;

/** Ed25519 (RFC 8032) as an effect that answers later: WebCrypto in a browser, JCA on the JVM. */
public interface Signatures {
  /** A new key pair whose private half stays with the platform. */
  Promise<Signer> generate();

  /**
   * Whether the 64-byte signature is the key's over the message. Answers {@code false} for a
   * signature or key of a wrong length or form; fails only when the platform does.
   */
  Promise<Boolean> verify(byte[] publicKey, byte[] message, byte[] signature);

  /** One Ed25519 key pair. */
  interface Signer {
    /** The 32 raw bytes of the public key. */
    byte[] publicKey();

    /** The 64-byte signature over the message. */
    Promise<byte[]> sign(byte[] message);
  }
}
