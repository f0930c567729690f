package dev.weft.bootstrap.stun;

import java.util.zip.CRC32;

/**
 * The numbers of STUN (RFC 8489, sections 5, 14 and 18), as far as the binding method needs them.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0 0|     STUN Message Type     |         Message Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                         Magic Cookie                          |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Transaction ID (96 bits)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |            Type               |            Length             |  each attribute; its
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+  value is padded to
 * |                         Value (variable)                      |  a multiple of 4
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
final class StunWire {
  static final int HEADER_BYTES = 20;
  static final int COOKIE_AT = 4;
  static final int TRANSACTION_ID_BYTES = 12;
  static final int ATTRIBUTE_HEADER_BYTES = 4;

  /**
   * The largest message that fits a datagram on any IPv4 path (RFC 8489, section 6.1): 576 bytes
   * less the headers of IP and UDP. Real requests have 20 to 100 bytes; longer ones are dropped.
   */
  static final int MAX_MESSAGE_BYTES = 548;

  static final int MAGIC_COOKIE = 0x2112A442;

  static final int BINDING_REQUEST = 0x0001;
  static final int BINDING_SUCCESS = 0x0101;
  static final int BINDING_ERROR = 0x0111;

  static final int MAPPED_ADDRESS = 0x0001;
  static final int USERNAME = 0x0006;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int ERROR_CODE = 0x0009;
  static final int UNKNOWN_ATTRIBUTES = 0x000A;
  static final int REALM = 0x0014;
  static final int NONCE = 0x0015;
  static final int MESSAGE_INTEGRITY_SHA256 = 0x001C;
  static final int PASSWORD_ALGORITHM = 0x001D;
  static final int USERHASH = 0x001E;
  static final int XOR_MAPPED_ADDRESS = 0x0020;
  static final int FINGERPRINT = 0x8028;

  /** From here on a server may ignore attributes that it does not know. */
  static final int FIRST_OPTIONAL_ATTRIBUTE = 0x8000;

  static final int FINGERPRINT_BYTES = ATTRIBUTE_HEADER_BYTES + 4;

  private static final int FINGERPRINT_XOR = 0x5354554e;

  private StunWire() {}

  /** The value of FINGERPRINT for a message whose attribute starts at that place (14.7). */
  static int fingerprint(byte[] message, int at) {
    CRC32 crc = new CRC32();
    crc.update(message, 0, at);
    return (int) crc.getValue() ^ FINGERPRINT_XOR;
  }

  /** A length with its padding. */
  static int padded(int length) {
    return (length + 3) & ~3;
  }
}
