package dev.weft.core.io;

/**
 * The platform's SHA-256 for blocks, an effect that answers later (WebCrypto in a browser).
 *
 * <p>Small data that needs its digest in order, such as a Noise transcript, uses the core's own
 * synchronous {@code crypto.Sha256}.
 */
public interface Digests {
  /** The 32-byte digest; the caller must not change {@code data} until it answers. */
  Promise<byte[]> sha256(byte[] data);
}
