package dev.weft.core.noise;

import dev.weft.core.io.Bytes;

/**
 * What stands on the wire.
 *
 * <pre>
 *  0               1               2
 * +---------------+---------------+----------- - - -
 * | length, big endian, 0..65535  | message
 * +---------------+---------------+----------- - - -
 *
 * XX:  -> e                                    32
 *      <- e, ee, s, es, payload                32 + 48 + payload + 16
 *      -> s, se, payload                       48 + payload + 16
 *      transport, either way                   text + 16
 * </pre>
 */
public final class Noise {
  /** The protocol's id. */
  public static final String PROTOCOL = "/noise";

  /** Exactly 32 characters, so the first handshake hash is the name itself (section 5.2). */
  static final String NAME = "Noise_XX_25519_ChaChaPoly_SHA256";

  /** What a peer signs, before its static key, to bind that key to its identity. */
  static final String SIGNATURE_PREFIX = "noise-libp2p-static-key:";

  /** Length of an X25519 public key in bytes. */
  static final int KEY_BYTES = 32;

  /** Length of a message's own length in bytes. */
  static final int LENGTH_BYTES = 2;

  /** The longest message in bytes. */
  static final int MAX_MESSAGE_BYTES = 65_535;

  private Noise() {}

  /** The message after its length. */
  static byte[] frame(byte[] message) {
    return Bytes.join(new byte[] {(byte) (message.length >>> 8), (byte) message.length}, message);
  }
}
