package dev.weft.bootstrap.stun;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A binding request that has been checked whole (RFC 8489, section 6.3).
 *
 * @param transactionId 12 bytes that the answer repeats
 * @param fingerprinted whether it carried FINGERPRINT, so that the answer does too
 * @param unknownAttributes types that the server would have to understand and does not, in the
 *     order of the request, each once; at most 132 fit a message
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests
record BindingRequest(byte[] transactionId, boolean fingerprinted, int[] unknownAttributes) {

  /**
   * Reads a datagram. Attributes of authentication are known and not looked at: whoever asks is
   * answered.
   *
   * @param length bytes of it that were received
   * @return null for all that is not a well-formed binding request of this RFC: other classes and
   *     methods, a wrong cookie, length, padding or FINGERPRINT
   */
  static @Nullable BindingRequest parse(byte[] datagram, int length) {
    if (length < StunWire.HEADER_BYTES || length > StunWire.MAX_MESSAGE_BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(datagram, 0, length);
    if (in.getShort() != StunWire.BINDING_REQUEST
        || Short.toUnsignedInt(in.getShort()) != length - StunWire.HEADER_BYTES
        || in.getInt() != StunWire.MAGIC_COOKIE) {
      return null;
    }
    byte[] transactionId = new byte[StunWire.TRANSACTION_ID_BYTES];
    in.get(transactionId);
    int[] unknown = new int[in.remaining() / StunWire.ATTRIBUTE_HEADER_BYTES];
    int unknownCount = 0;
    boolean fingerprinted = false;
    boolean sealed = false;
    while (in.hasRemaining()) {
      int at = in.position();
      if (in.remaining() < StunWire.ATTRIBUTE_HEADER_BYTES) {
        return null;
      }
      int type = Short.toUnsignedInt(in.getShort());
      int valueBytes = Short.toUnsignedInt(in.getShort());
      if (StunWire.padded(valueBytes) > in.remaining()) {
        return null;
      }
      if (type == StunWire.FINGERPRINT) {
        if (valueBytes != 4
            || in.remaining() != 4
            || in.getInt() != StunWire.fingerprint(datagram, at)) {
          return null;
        }
        fingerprinted = true;
        continue;
      }
      in.position(in.position() + StunWire.padded(valueBytes));
      if (!sealed && !isKnown(type) && !contains(unknown, unknownCount, type)) {
        unknown[unknownCount++] = type;
      }
      sealed |= isSeal(type);
    }
    return new BindingRequest(transactionId, fingerprinted, Arrays.copyOf(unknown, unknownCount));
  }

  /** What follows a message's integrity, other than FINGERPRINT, is ignored (14.5, 14.6). */
  private static boolean isSeal(int type) {
    return type == StunWire.MESSAGE_INTEGRITY || type == StunWire.MESSAGE_INTEGRITY_SHA256;
  }

  private static boolean isKnown(int type) {
    return switch (type) {
      case StunWire.MAPPED_ADDRESS,
          StunWire.USERNAME,
          StunWire.MESSAGE_INTEGRITY,
          StunWire.ERROR_CODE,
          StunWire.UNKNOWN_ATTRIBUTES,
          StunWire.REALM,
          StunWire.NONCE,
          StunWire.MESSAGE_INTEGRITY_SHA256,
          StunWire.PASSWORD_ALGORITHM,
          StunWire.USERHASH,
          StunWire.XOR_MAPPED_ADDRESS ->
          true;
      default -> type >= StunWire.FIRST_OPTIONAL_ATTRIBUTE;
    };
  }

  private static boolean contains(int[] types, int count, int type) {
    for (int i = 0; i < count; i++) {
      if (types[i] == type) {
        return true;
      }
    }
    return false;
  }
}
