package dev.weft.core.noise;

import dev.weft.core.io.Bytes;
import java.util.Arrays;

/** Cuts a byte stream into Noise messages, at any pieces. Memory is what really arrived. */
final class FrameReader {
  /** Bytes not taken yet, from {@link #at} on: less than a message between calls. */
  private byte[] in = Bytes.NONE;

  private int at;

  /** Takes the next piece of the stream. */
  void feed(byte[] piece) {
    in = atBoundary() ? piece : Bytes.join(Arrays.copyOfRange(in, at, in.length), piece);
    at = 0;
  }

  /** Whether a whole message is there, to be had by {@link #take}. */
  boolean hasNext() {
    return in.length - at >= Noise.LENGTH_BYTES && in.length >= messageEnd();
  }

  /** Whether the stream may end here: no message has begun. */
  boolean atBoundary() {
    return at == in.length;
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
