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
  private byte[] message;
  private int size;

  /** A message of a few fields. */
  public ProtoWriter() {
    this(0);
  }

  /** A message that will have so many bytes: with more it is copied for each field. */
  public ProtoWriter(int bytes) {
    message = new byte[bytes];
  }

  /** A varint field: unsigned, or the 64-bit two's complement of a negative number. */
  public ProtoWriter varint(int field, long value) {
    return number(field, ProtoReader.VARINT, value, 0);
  }

  /** A length-delimited field. */
  public ProtoWriter bytes(int field, byte[] value) {
    return append(field, value, value.length);
  }

  /** A text field, in UTF-8. */
  public ProtoWriter string(int field, String value) {
    return bytes(field, Utf8.encode(value));
  }

  /** A message as a field. */
  public ProtoWriter message(int field, ProtoWriter value) {
    return append(field, value.message, value.size);
  }

  /** How many bytes were written so far. */
  public int size() {
    return size;
  }

  /** The message so far. */
  public byte[] toBytes() {
    return size == message.length ? message : Arrays.copyOf(message, size);
  }

  private ProtoWriter append(int field, byte[] value, int length) {
    number(field, ProtoReader.LENGTH_DELIMITED, length, length);
    System.arraycopy(value, 0, message, size, length);
    size += length;
    return this;
  }

  /** Writes the key and a number, and makes room for the bytes that follow. */
  private ProtoWriter number(int field, int wireType, long number, int following) {
    long key = 8L * field + wireType;
    int needed = size + Uvarint.size(key) + Uvarint.size(number) + following;
    if (needed > message.length) {
      message = Arrays.copyOf(message, needed);
    }
    size = Uvarint.write(number, message, Uvarint.write(key, message, size));
    return this;
  }
}
