package dev.weft.core.protobuf;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Cid;
import dev.weft.core.multiformats.Uvarint;

/**
 * Reads one protobuf message, field by field in the order of the wire.
 *
 * <pre>{@code
 * while (reader.next()) {
 *   switch (reader.field()) {
 *     case 1 -> id = reader.bytes();
 *     case 2 -> addresses.add(reader.bytes());
 *     default -> reader.skip();
 *   }
 * }
 * }</pre>
 *
 * <p>Each value is read once, in the form of its wire type; a value that is not read is skipped.
 * Groups (wire types 3 and 4) are refused. Anything malformed throws code {@code bad-protobuf}.
 */
public final class ProtoReader {
  /** Wire type of integers. */
  public static final int VARINT = 0;

  /** Wire type of eight bytes. */
  public static final int FIXED64 = 1;

  /** Wire type of bytes, text and messages. */
  public static final int LENGTH_DELIMITED = 2;

  /** Wire type of four bytes. */
  public static final int FIXED32 = 5;

  /** What JavaScript's numbers, as which the client has them, hold exactly: up to 2^53 − 1. */
  public static final long MAX_EXACT = (1L << 53) - 1;

  /** The longest varint, in bytes: 64 bits in sevens, so that the last one holds a single bit. */
  private static final int MAX_VARINT_BYTES = 10;

  /**
   * Fields of a message beyond one for each 32 of its bytes. Each that is read costs its reader
   * some objects, and those that repeat in what we read are mostly longer.
   */
  private static final int MAX_SMALL_FIELDS = 256;

  private static final int NOTHING = -1;

  private final byte[] in;
  private final int end;
  private int at;
  private int fieldsLeft;
  private int field;

  /** Of the value that stands next and was not read, or {@link #NOTHING}. */
  private int wireType = NOTHING;

  /** Reads the whole array. */
  public ProtoReader(byte[] message) {
    this(message, 0, message.length);
  }

  private ProtoReader(byte[] in, int start, int end) {
    this.in = in;
    this.at = start;
    this.end = end;
    fieldsLeft = MAX_SMALL_FIELDS + (end - start) / 32;
  }

  /** Goes to the next field; false at the end of the message. */
  public boolean next() {
    if (wireType != NOTHING) {
      skip();
    }
    if (at == end) {
      return false;
    }
    long tag = readVarint();
    // 29 bits of field number and 3 of wire type.
    if (tag < 8 || tag > 0xffffffffL || fieldsLeft-- == 0) {
      throw malformed();
    }
    field = (int) tag >>> 3;
    wireType = (int) tag & 7;
    if (wireType == 3 || wireType == 4 || wireType > FIXED32) {
      throw malformed();
    }
    return true;
  }

  /** The number of the field that {@link #next} went to. */
  public int field() {
    return field;
  }

  /** The wire type of the value that stands next. */
  public int wireType() {
    return wireType;
  }

  /**
   * An integer of up to 64 bits, of any length that protobuf allows. A value of 2^63 or more comes
   * as a negative number, in the client as one beyond {@link #MAX_EXACT}: check both ends of its
   * range.
   */
  public long varint() {
    take(VARINT);
    return readVarint();
  }

  /** An integer from 0 up to {@code max}; anything else is malformed. */
  public int varint(int max) {
    long value = varint();
    if (value < 0 || value > max) {
      throw malformed();
    }
    return (int) value;
  }

  /** A length-delimited value; not to be written to, see {@link Bytes#view}. */
  public byte[] bytes() {
    int start = takeDelimited();
    return Bytes.view(in, start, at);
  }

  /** A length-delimited value as a CID; throws as {@link Cid#decode(byte[])} does as well. */
  public Cid cid() {
    int start = takeDelimited();
    return Cid.decode(in, start, at);
  }

  /** A length-delimited value as strict UTF-8; throws code {@code bad-utf8} as well. */
  public String string() {
    int start = takeDelimited();
    return Utf8.decode(in, start, at);
  }

  /** A length-delimited value as a message, read in place. */
  public ProtoReader message() {
    int start = takeDelimited();
    return new ProtoReader(in, start, at);
  }

  /** Passes over the value. */
  public void skip() {
    int type = wireType;
    if (type == VARINT) {
      varint();
    } else if (type == LENGTH_DELIMITED) {
      takeDelimited();
    } else {
      take(type == FIXED64 ? FIXED64 : FIXED32);
      advance(type == FIXED64 ? 8 : 4);
    }
  }

  private int takeDelimited() {
    take(LENGTH_DELIMITED);
    long length = readVarint();
    int start = at;
    advance(length);
    return start;
  }

  private void take(int expected) {
    if (wireType != expected) {
      throw malformed();
    }
    wireType = NOTHING;
  }

  private void advance(long length) {
    if (length < 0 || length > end - at) {
      throw malformed();
    }
    at += (int) length;
  }

  private long readVarint() {
    int start = at;
    at = Uvarint.end(in, start, end, MAX_VARINT_BYTES);
    if (at < 0 || (at == start + MAX_VARINT_BYTES && in[at - 1] > 1)) {
      throw malformed();
    }
    return Uvarint.value(in, start, at);
  }

  private static MeshException malformed() {
    return MeshException.peer("bad-protobuf");
  }
}
