package dev.weft.core.noise;

import dev.weft.core.io.Bytes;
import java.util.Arrays;

/**
 * Cuts a byte stream into Noise messages, at any pieces. Memory is what really arrived, or twice
 * that: it doubles, as a message that comes byte by byte must not be copied for each of them.
 */
final class FrameReader {
  /** Bytes not taken yet, from {@link #at} to {@link #end}: less than a message between calls. */
  private byte[] in = Bytes.NONE;

  private int at;
  private int end;

  /** Takes the next piece of the stream. */
  void feed(byte[] piece) {
    if (atBoundary()) {
      in = piece;
      at = 0;
      end = piece.length;
      return;
    }
    if (end + piece.length > in.length) {
      byte[] wider = new byte[2 * (end - at + piece.length)];
      end -= at;
      System.arraycopy(in, at, wider, 0, end);
      in = wider;
      at = 0;
    }
    System.arraycopy(piece, 0, in, end, piece.length);
    end += piece.length;
  }

  /** Whether a whole message is there, to be had by {@link #take}. */
  boolean hasNext() {
    return end - at >= Noise.LENGTH_BYTES && end >= messageEnd();
  }

  /** Whether the stream may end here: no message has begun. */
  boolean atBoundary() {
    return at == end;
  }

  /** Takes the message. */
  byte[] take() {
    int start = at + Noise.LENGTH_BYTES;
    at = messageEnd();
    return Arrays.copyOfRange(in, start, at);
  }

  private int messageEnd() {
    return at + Noise.LENGTH_BYTES + (((in[at] & 0xff) << 8) | (in[at + 1] & 0xff));
  }
}
