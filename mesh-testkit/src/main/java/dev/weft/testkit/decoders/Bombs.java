package dev.weft.testkit.decoders;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.protobuf.Delimited;
import dev.weft.core.protobuf.ProtoReader;
import dev.weft.core.protobuf.ProtoWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages that are well-formed and ask for much: as long as they are let through, of parts that
 * are as small as they can be; and short ones whose numbers are as large as they can be.
 */
final class Bombs {
  private static final int MAX_FIELD = 15;

  /** Of a message inside another; those of libp2p have no more fields. */
  private static final int MAX_INNER_FIELD = 4;

  private static final long[] NUMBERS = {0, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE};

  /** What a field costs around its value, and a message around its field: tags and lengths. */
  private static final int AROUND_BYTES = 16;

  private final int maxBytes;
  private final List<byte[]> bombs = new ArrayList<>();

  private Bombs(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Of a decoder, without the length of a stream's message. */
  static List<byte[]> of(Decoder decoder) {
    Bombs bombs = new Bombs(decoder.maxBytes());
    for (int field = 1; field <= MAX_FIELD; field++) {
      bombs.repeat(new byte[] {(byte) (field << 3), 1});
      bombs.repeat(new byte[] {(byte) (field << 3 | 2), 0});
      bombs.repeat(new byte[] {(byte) (field << 3 | 2), 1, 1});
    }
    for (byte[] seed : decoder.seeds()) {
      bombs.ofSeed(decoder.form() == Decoder.Form.STREAM ? firstMessage(seed) : seed);
    }
    return bombs.bombs;
  }

  private static byte[] firstMessage(byte[] stream) {
    List<byte[]> messages = new ArrayList<>();
    try {
      new Delimited(Decoders.MAX_BYTES, messages::add).feed(stream);
    } catch (MeshException otherFraming) {
      return Bytes.NONE;
    }
    return messages.isEmpty() ? Bytes.NONE : messages.get(0);
  }

  /** Each of its fields over and over, whole and forged, and with small fields inside. */
  private void ofSeed(byte[] message) {
    repeat(message);
    for (long number : NUMBERS) {
      bombs.add(withNumbers(message, number));
    }
    try {
      ProtoReader reader = new ProtoReader(message);
      while (reader.next()) {
        if (reader.wireType() == ProtoReader.LENGTH_DELIMITED) {
          ofField(message, reader.field(), reader.bytes());
        }
      }
    } catch (MeshException noProtobuf) {
      // A seed of another form has no fields.
      return;
    }
  }

  private void ofField(byte[] message, int field, byte[] value) {
    repeat(new ProtoWriter().bytes(field, value).toBytes());
    if (value.length > 2) {
      byte[] forged = value.clone();
      forged[2] ^= 0x7f;
      repeat(new ProtoWriter().bytes(field, forged).toBytes());
    }
    int room = maxBytes - message.length - value.length - AROUND_BYTES;
    for (int inner = 1; inner <= MAX_INNER_FIELD && room > 0; inner++) {
      byte[] more = repeated(new byte[] {(byte) (inner << 3 | 2), 1, 1}, room);
      byte[] swollen = new ProtoWriter().bytes(field, Bytes.join(value, more)).toBytes();
      bombs.add(Bytes.join(message, swollen));
    }
  }

  /** The message with that number in each of its fields that is one, at any depth. */
  private static byte[] withNumbers(byte[] message, long number) {
    ProtoWriter forged = new ProtoWriter();
    try {
      ProtoReader reader = new ProtoReader(message);
      while (reader.next()) {
        if (reader.wireType() == ProtoReader.VARINT) {
          forged.varint(reader.field(), number);
        } else if (reader.wireType() == ProtoReader.LENGTH_DELIMITED) {
          forged.bytes(reader.field(), withNumbers(reader.bytes(), number));
        }
      }
    } catch (MeshException noMessage) {
      return message;
    }
    return forged.toBytes();
  }

  private void repeat(byte[] unit) {
    bombs.add(repeated(unit, maxBytes));
  }

  /** The unit as often as it fits. */
  static byte[] repeated(byte[] unit, int maxBytes) {
    byte[] all = new byte[unit.length == 0 ? 0 : maxBytes / unit.length * unit.length];
    for (int at = 0; at < all.length; at += unit.length) {
      System.arraycopy(unit, 0, all, at, unit.length);
    }
    return all;
  }
}
