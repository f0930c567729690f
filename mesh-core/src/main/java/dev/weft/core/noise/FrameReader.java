package dev.weft.core.noise;

import java.util.Arrays;

/**
 * Cuts a byte stream into Noise messages, at any pieces. Memory grows with what really arrives: a
 * message in one piece is not copied, one cut in two is gathered in a buffer that at most doubles.
 */
final class FrameReader {
  private static final byte[] NOTHING = {};

  /** Bytes not taken yet: {@code in[at..end)}. */
  private byte[] in = NOTHING;

  private int at;
  private int end;

  /** Takes the next piece of the stream. */
  void feed(byte[] piece) {
    int rest = end - at;
    if (rest == 0) {
      in = piece;
      at = 0;
      end = piece.length;
      return;
    }
    if (in.length - end < piece.length) {
      byte[] room = in;
      if (room.length < 2 * (rest + piece.length)) {
        room = new byte[2 * (rest + piece.length)];
      }
      System.arraycopy(in, at, room, 0, rest);
      in = room;
      at = 0;
      end = rest;
    }
    System.arraycopy(piece, 0, in, end, piece.length);
    end += piece.length;
  }

  /** Whether a whole message is there, to be read by {@link #length} and {@link #take}. */
  boolean hasNext() {
    return end - at >= Noise.LENGTH_BYTES && end - at - Noise.LENGTH_BYTES >= length();
  }

  /** The length of the message that is there. */
  int length() {
    return ((in[at] & 0xff) << 8) | (in[at + 1] & 0xff);
  }

  /** Whether the stream may end here: no message has begun. */
  boolean atBoundary() {
    return at == end;
  }

  /** Takes the message as it is. */
  byte[] take() {
    int start = at + Noise.LENGTH_BYTES;
    byte[] message = Arrays.copyOfRange(in, start, start + length());
    skipMessage();
    return message;
  }

  /** Takes the message and opens it. */
  byte[] open(CipherState cipher) {
    byte[] text = cipher.open(NOTHING, in, at + Noise.LENGTH_BYTES, length());
    skipMessage();
    return text;
  }

  private void skipMessage() {
    at += Noise.LENGTH_BYTES + length();
    if (at == end) {
      in = NOTHING;
      at = 0;
      end = 0;
    }
  }
}
