package dev.weft.bootstrap.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Writes the answers to a binding request. Neither has a SOFTWARE attribute or a reason phrase: an
 * answer is at most {@link #MAX_GROWTH_BYTES} longer than its request, so that a forged sender
 * gains nothing by sending its victim answers.
 */
final class BindingResponse {
  /** XOR-MAPPED-ADDRESS of IPv6, for a request without attributes. */
  static final int MAX_GROWTH_BYTES = 24;

  private static final int FAMILY_IPV4 = 0x01;
  private static final int FAMILY_IPV6 = 0x02;
  private static final int IPV4_BYTES = 4;

  /** Reserved byte, family and port before the address. */
  private static final int ADDRESS_HEADER_BYTES = 4;

  /** Class 4, number 20: "Unknown Attribute" (14.8). */
  private static final int UNKNOWN_ATTRIBUTE = 0x0414;

  private final boolean fingerprinted;
  private final byte[] message;
  private final ByteBuffer out;

  private BindingResponse(BindingRequest request, int type, int attributeBytes) {
    fingerprinted = request.fingerprinted();
    int bytes = attributeBytes + (fingerprinted ? StunWire.FINGERPRINT_BYTES : 0);
    message = new byte[StunWire.HEADER_BYTES + bytes];
    out =
        ByteBuffer.wrap(message)
            .putShort((short) type)
            .putShort((short) bytes)
            .putInt(StunWire.MAGIC_COOKIE)
            .put(request.transactionId());
  }

  /** Says where the request came from (14.2). */
  static byte[] success(BindingRequest request, InetSocketAddress from) {
    byte[] address = from.getAddress().getAddress();
    int valueBytes = ADDRESS_HEADER_BYTES + address.length;
    BindingResponse response =
        new BindingResponse(
            request, StunWire.BINDING_SUCCESS, StunWire.ATTRIBUTE_HEADER_BYTES + valueBytes);
    response.attribute(StunWire.XOR_MAPPED_ADDRESS, valueBytes);
    response
        .out
        .putShort((short) (address.length == IPV4_BYTES ? FAMILY_IPV4 : FAMILY_IPV6))
        .putShort((short) (from.getPort() ^ (StunWire.MAGIC_COOKIE >>> 16)));
    for (int i = 0; i < address.length; i++) {
      response.out.put((byte) (address[i] ^ response.message[StunWire.COOKIE_AT + i]));
    }
    return response.finish();
  }

  /** Error 420 with the attributes that were not understood (6.3.1). */
  static byte[] unknownAttributes(BindingRequest request) {
    int[] types = request.unknownAttributes();
    int listBytes = types.length * Short.BYTES;
    int paddedBytes = StunWire.padded(listBytes);
    BindingResponse response =
        new BindingResponse(
            request,
            StunWire.BINDING_ERROR,
            2 * StunWire.ATTRIBUTE_HEADER_BYTES + Integer.BYTES + paddedBytes);
    response.attribute(StunWire.ERROR_CODE, Integer.BYTES);
    response.out.putInt(UNKNOWN_ATTRIBUTE);
    response.attribute(StunWire.UNKNOWN_ATTRIBUTES, listBytes);
    for (int type : types) {
      response.out.putShort((short) type);
    }
    response.out.put(new byte[paddedBytes - listBytes]);
    return response.finish();
  }

  private void attribute(int type, int valueBytes) {
    out.putShort((short) type).putShort((short) valueBytes);
  }

  private byte[] finish() {
    if (fingerprinted) {
      int fingerprint = StunWire.fingerprint(message, out.position());
      attribute(StunWire.FINGERPRINT, Integer.BYTES);
      out.putInt(fingerprint);
    }
    return message;
  }
}
