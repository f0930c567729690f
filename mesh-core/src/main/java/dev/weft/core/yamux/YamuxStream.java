package dev.weft.core.yamux;

import dev.weft.core.io.InboundChannel;
import dev.weft.core.io.MeshException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One stream of a session. Its window holds the far end back while it is paused. */
final class YamuxStream extends InboundChannel {
  private final YamuxSession session;
  private final int id;
  private final ArrayDeque<byte[]> queued = new ArrayDeque<>();
  private int queuedBytes;
  private int sentOfHead;
  private int sendWindow = Yamux.INITIAL_WINDOW_BYTES;
  private int receiveWindow = Yamux.INITIAL_WINDOW_BYTES;
  private int consumed;
  private int pendingFlags;
  private boolean finishing;
  private boolean finSent;
  private boolean over;
  private @Nullable Runnable whenWritable;

  YamuxStream(YamuxSession session, int id, int openingFlag) {
    this.session = session;
    this.id = id;
    this.pendingFlags = openingFlag;
  }

  int id() {
    return id;
  }

  @Override
  public void write(byte[] bytes) {
    if (!over && !finishing && bytes.length > 0) {
      queued.add(bytes);
      queuedBytes += bytes.length;
      flush();
    }
  }

  @Override
  public int writable() {
    return over || finishing
        ? 0
        : Math.max(0, Math.min(sendWindow, session.writable()) - queuedBytes);
  }

  @Override
  public void onWritable(Runnable task) {
    whenWritable = task;
    if (writable() > 0) {
      session.post(this::tellWritable);
    } else {
      session.awaitWritable();
    }
  }

  void tellWritable() {
    Runnable task = whenWritable;
    if (task != null && writable() > 0) {
      whenWritable = null;
      task.run();
    }
  }

  @Override
  public void finish() {
    if (!over && !finishing) {
      finishing = true;
      whenWritable = null;
      flush();
    }
  }

  @Override
  public void abort(MeshException reason) {
    if (!over) {
      session.send(Yamux.header(Yamux.WINDOW_UPDATE, takeFlags() | Yamux.RST, id, 0));
      fail(reason);
    }
  }

  /** Ends it without a frame: the far end has reset it, or the session is over. */
  void fail(MeshException reason) {
    if (!over) {
      over = true;
      queued.clear();
      queuedBytes = 0;
      whenWritable = null;
      session.forget(this);
    }
    arriveFailure(reason);
  }

  /** Tells the far end that we took its stream, unless a frame has done so already. */
  void acknowledge() {
    if (!over && pendingFlags != 0) {
      session.send(Yamux.header(Yamux.WINDOW_UPDATE, takeFlags(), id, 0));
    }
  }

  /** The far end announced a body; it must fit the window. */
  void announce(int bytes) {
    if (bytes > receiveWindow) {
      throw MeshException.peer("yamux-window", "more bytes than the window allows");
    }
    receiveWindow -= bytes;
  }

  /** Bytes of a body came. */
  void received(byte[] bytes) {
    arrive(bytes);
  }

  /** Bytes that wait for the receiver. */
  int held() {
    return heldBytes();
  }

  /** The far end has finished. */
  void receivedFin() {
    arriveEnd();
    settle();
  }

  /** The far end opened its window. */
  void widen(int increment) {
    if (increment > Integer.MAX_VALUE - sendWindow) {
      throw MeshException.peer("yamux-window", "window over 2^31 - 1");
    }
    sendWindow += increment;
    flush();
    tellWritable();
  }

  @Override
  protected void delivered(int count) {
    consumed += count;
    if (consumed >= Yamux.INITIAL_WINDOW_BYTES / 2 && !over && !isReceivingOver()) {
      session.send(Yamux.header(Yamux.WINDOW_UPDATE, takeFlags(), id, consumed));
      receiveWindow += consumed;
      consumed = 0;
    }
  }

  private int takeFlags() {
    int flags = pendingFlags;
    pendingFlags = 0;
    return flags;
  }

  private void flush() {
    while (sendWindow > 0 && !queued.isEmpty()) {
      byte[] head = queued.element();
      int count = Math.min(Math.min(head.length - sentOfHead, sendWindow), Yamux.MAX_BODY_BYTES);
      byte[] frame = Yamux.frame(Yamux.DATA, takeFlags(), id, count, count);
      System.arraycopy(head, sentOfHead, frame, Yamux.HEADER_BYTES, count);
      sentOfHead += count;
      sendWindow -= count;
      queuedBytes -= count;
      if (sentOfHead == head.length) {
        queued.remove();
        sentOfHead = 0;
      }
      session.send(frame);
    }
    if (finishing && !finSent && queued.isEmpty() && !over) {
      finSent = true;
      session.send(Yamux.header(Yamux.WINDOW_UPDATE, takeFlags() | Yamux.FIN, id, 0));
      settle();
    }
  }

  /** Both directions have ended: the id is free. */
  private void settle() {
    if (finSent && isReceivingOver() && !over) {
      over = true;
      session.forget(this);
    }
  }
}
