package dev.weft.core.protobuf;

import dev.weft.core.multiformats.Uvarint;
import java.util.Arrays;

/**
 * Writes one protobuf message, field by field in the caller's order.
 *
 * <p>It writes what it is told: a 0 or an empty value stands on the wire too, which proto2 peers
 * need (js-libp2p asks for an explicit type 0); a caller leaves out what shall be absent.
 */
public final class ProtoWriter {
  private static final int MAX_VARINT_BYTES = 10;

  private byte[] buffer = new byte[64];
  private int size;

  /** A varint field: unsigned, or the 64-bit two's complement of a negative number. */
  public ProtoWriter varint(int field, long value) {
    append((long) field << 3);
    append(value);
    return this;
  }

  /** A length-delimited field. */
  public ProtoWriter bytes(int field, byte[] value) {
    append(((long) field << 3) | 2);
    append(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, buffer, size, value.length);
    size += value.length;
    return this;
  }

  /** A text field, in UTF-8. */
  public ProtoWriter string(int field, String value) {
    return bytes(field, Utf8.encode(value));
  }

  /** A message as a field. */
  public ProtoWriter message(int field, ProtoWriter value) {
    return bytes(field, value.toBytes());
  }

  /** How many bytes were written so far. */
  public int size() {
    return size;
  }

  /** The message. */
  public byte[] toBytes() {
    return Arrays.copyOf(buffer, size);
  }

  private void append(long value) {
    reserve(MAX_VARINT_BYTES);
    size = Uvarint.write(value, buffer, size);
  }

  private void reserve(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
