package dev.weft.core.yamux;

import dev.weft.core.io.MeshException;
import java.util.Arrays;

/**
 * Reads frames from bytes that come in any pieces. A body is passed on as it comes, so no length
 * that the far end states is ever allocated.
 */
final class YamuxReader {
  /** Who hears of frames. */
  interface Listener {
    /** A frame's header came; a DATA frame's body follows, unless it is empty. */
    void frame(int type, int flags, int streamId, int length);

    /** The next bytes of the body of the latest DATA frame. */
    void body(int streamId, byte[] bytes);

    /** The body is complete; comes for empty ones too. */
    void bodyEnd(int streamId, int flags);
  }

  private final Listener listener;
  private final byte[] header = new byte[Yamux.HEADER_BYTES];
  private int headerBytes;
  private int bodyBytes;
  private int streamId;
  private int flags;

  YamuxReader(Listener listener) {
    this.listener = listener;
  }

  /**
   * Takes the next bytes.
   *
   * @throws MeshException fault PEER, when a header breaks the protocol; the reader is of no use
   *     after that
   */
  void feed(byte[] bytes) {
    int at = 0;
    while (at < bytes.length) {
      if (bodyBytes > 0) {
        int count = Math.min(bodyBytes, bytes.length - at);
        bodyBytes -= count;
        listener.body(streamId, slice(bytes, at, count));
        at += count;
        if (bodyBytes == 0) {
          listener.bodyEnd(streamId, flags);
        }
      } else {
        int count = Math.min(Yamux.HEADER_BYTES - headerBytes, bytes.length - at);
        System.arraycopy(bytes, at, header, headerBytes, count);
        headerBytes += count;
        at += count;
        if (headerBytes == Yamux.HEADER_BYTES) {
          headerBytes = 0;
          frame();
        }
      }
    }
  }

  private void frame() {
    int type = header[1];
    int length = Yamux.getInt(header, 8);
    flags = (header[2] & 0xff) << 8 | (header[3] & 0xff);
    streamId = Yamux.getInt(header, 4);
    boolean ofStream = type <= Yamux.WINDOW_UPDATE;
    if (header[0] != Yamux.VERSION
        || type < Yamux.DATA
        || type > Yamux.GO_AWAY
        || (ofStream ? length < 0 || streamId <= 0 : streamId != 0)) {
      throw MeshException.peer("yamux-header");
    }
    listener.frame(type, flags, streamId, length);
    if (type == Yamux.DATA) {
      bodyBytes = length;
      if (length == 0) {
        listener.bodyEnd(streamId, flags);
      }
    }
  }

  private static byte[] slice(byte[] bytes, int from, int count) {
    return count == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + count);
  }
}
