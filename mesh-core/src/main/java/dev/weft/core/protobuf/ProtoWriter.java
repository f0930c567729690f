package dev.weft.core.protobuf;

import dev.weft.core.io.Bytes;
import dev.weft.core.multiformats.Uvarint;

/**
 * Writes one protobuf message, field by field in the caller's order.
 *
 * <p>It writes what it is told: a 0 or an empty value stands on the wire too, which proto2 peers
 * need (js-libp2p asks for an explicit type 0); a caller leaves out what shall be absent.
 */
public final class ProtoWriter {
  /** A new array after each field, so that it may be given away. */
  private byte[] message = Bytes.NONE;

  /** A varint field: unsigned, or the 64-bit two's complement of a negative number. */
  public ProtoWriter varint(int field, long value) {
    return append(field, ProtoReader.VARINT, Uvarint.encode(value), Bytes.NONE);
  }

  /** A length-delimited field. */
  public ProtoWriter bytes(int field, byte[] value) {
    return append(field, ProtoReader.LENGTH_DELIMITED, Uvarint.encode(value.length), value);
  }

  /** A text field, in UTF-8. */
  public ProtoWriter string(int field, String value) {
    return bytes(field, Utf8.encode(value));
  }

  /** A message as a field. */
  public ProtoWriter message(int field, ProtoWriter value) {
    return bytes(field, value.message);
  }

  /** How many bytes were written so far. */
  public int size() {
    return message.length;
  }

  /** The message so far. */
  public byte[] toBytes() {
    return message;
  }

  private ProtoWriter append(int field, int wireType, byte[] number, byte[] value) {
    message = Bytes.join(message, Uvarint.encode(8L * field + wireType), number, value);
    return this;
  }
}
