package dev.weft.core.protobuf;

import dev.weft.core.io.Bytes;
import dev.weft.core.io.MeshException;
import dev.weft.core.multiformats.Uvarint;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Messages on a byte stream, each after its length as a uvarint; and the reader that takes the
 * stream in any pieces.
 *
 * <p>The length is checked as its bytes come, before anything is allocated; memory grows with what
 * really arrives, never by what a length claims.
 */
public final class Delimited {
  private int maxBytes;
  private final Consumer<byte[]> consumer;

  private int length;
  private int lengthShift;
  private boolean inBody;

  /** What has come of a body that was cut in two; {@link #filled} bytes count. */
  private byte[] body = Bytes.NONE;

  private int filled;

  /** The piece being read, up to {@link #at}; empty between calls of {@link #feed}. */
  private byte[] piece = Bytes.NONE;

  private int at;

  /** Hands each message, of {@code maxBytes} at most, to the consumer, which owns the array. */
  public Delimited(int maxBytes, Consumer<byte[]> consumer) {
    this.maxBytes = maxBytes;
    this.consumer = consumer;
  }

  /** Longer messages may come from now on. */
  public void allow(int newMaxBytes) {
    maxBytes = newMaxBytes;
  }

  /** The message after its length. */
  public static byte[] frame(byte[] message) {
    return Bytes.join(Uvarint.encode(message.length), message);
  }

  /**
   * Takes the next bytes of the stream, and calls the consumer for each message that they complete.
   * Not to be called from the consumer, nor after it threw.
   *
   * @throws MeshException code {@code bad-frame} for a length over the bound or not minimal
   */
  public void feed(byte[] bytes) {
    piece = bytes;
    at = 0;
    while (at < piece.length) {
      if (!inBody) {
        readLength(piece[at++]);
      }
      if (inBody) {
        readBody();
      }
    }
    piece = Bytes.NONE;
    at = 0;
  }

  /** Whether the stream may end here: no message has begun. */
  public boolean atBoundary() {
    return !inBody && lengthShift == 0;
  }

  /**
   * Stops reading, called from the consumer: what follows the message is no message, as after a
   * relay's answer.
   *
   * @return the bytes fed that no message took; later ones are not to be fed
   */
  public byte[] detach() {
    byte[] rest = Arrays.copyOfRange(piece, at, piece.length);
    at = piece.length;
    return rest;
  }

  private void readLength(int digit) {
    length |= (digit & 0x7f) << lengthShift;
    // Four sevens and three more bits make the largest int; a bound is no larger.
    if (length > maxBytes || (lengthShift == 28 && (digit & 0xff) > 7)) {
      throw malformed();
    }
    if (digit < 0) {
      lengthShift += 7;
    } else if (digit == 0 && lengthShift > 0) {
      throw malformed();
    } else {
      inBody = true;
      lengthShift = 0;
    }
  }

  private void readBody() {
    int count = Math.min(length - filled, piece.length - at);
    if (count == length) {
      body = Bytes.view(piece, at, at + count);
    } else {
      if (body.length < filled + count) {
        body = Arrays.copyOf(body, Math.min(length, Math.max(2 * body.length, filled + count)));
      }
      System.arraycopy(piece, at, body, filled, count);
    }
    filled += count;
    at += count;
    if (filled == length) {
      byte[] message = body;
      body = Bytes.NONE;
      filled = 0;
      length = 0;
      inBody = false;
      consumer.accept(message);
    }
  }

  private static MeshException malformed() {
    return MeshException.peer("bad-frame");
  }
}
