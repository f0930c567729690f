package dev.weft.core.yamux;

import dev.weft.core.io.InboundChannel;
import dev.weft.core.io.MeshException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a session. What it sends is bounded by the window that the far end grants and by
 * the channel below; what it receives, by the window that it grants, which opens again as its
 * receiver takes bytes, and grows while that is quick.
 */
final class YamuxStream extends InboundChannel {
  private final YamuxSession session;
  private final int id;

  /** SYN or ACK, until a frame has carried it. */
  private int openingFlag;

  private boolean acknowledged;
  private boolean over;

  private final List<byte[]> queued = new ArrayList<>();
  private int queuedBytes;
  private int sentOfHead;
  private int sendWindow = Yamux.INITIAL_WINDOW_BYTES;
  private boolean inTurn;
  private boolean finishing;
  private boolean finSent;
  private @Nullable Runnable whenWritable;

  /** Bytes that the far end may still send. */
  private int receiveWindow = Yamux.INITIAL_WINDOW_BYTES;

  /** What the window is opened to, bytes that wait for the receiver counted in. */
  private int fullWindow = Yamux.INITIAL_WINDOW_BYTES;

  private long openedWindowAt;
  private boolean finReceived;

  YamuxStream(YamuxSession session, int id, int openingFlag) {
    this.session = session;
    this.id = id;
    this.openingFlag = openingFlag;
    openedWindowAt = session.nowMillis();
  }

  int id() {
    return id;
  }

  /** Whether we opened it and no answer has come yet. */
  boolean isUnacknowledged() {
    return !acknowledged;
  }

  // Sending.

  @Override
  public void write(byte[] bytes) {
    if (!over && !finishing && bytes.length > 0) {
      queued.add(bytes);
      queuedBytes += bytes.length;
      takeTurn();
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
    session.post(this::tellWritable);
  }

  /**
   * Runs the task, if there is room by now; the far end's next grant or the channel's room tell.
   */
  void tellWritable() {
    Runnable task = whenWritable;
    if (task == null) {
      return;
    }
    if (writable() > 0) {
      whenWritable = null;
      task.run();
    } else if (session.writable() == 0) {
      session.awaitWritable();
    }
  }

  @Override
  public void finish() {
    if (!over && !finishing) {
      finishing = true;
      whenWritable = null;
      takeTurn();
    }
  }

  @Override
  public void abort(MeshException reason) {
    if (!over && openingFlag != Yamux.SYN) {
      sendControl(Yamux.RST, 0);
    }
    fail(reason);
  }

  /** Ends it without a frame: the far end has reset it, or the session is over. */
  void fail(MeshException reason) {
    if (!over) {
      leave();
      queued.clear();
      queuedBytes = 0;
      whenWritable = null;
    }
    session.holds(-heldBytes());
    arriveFailure(reason);
  }

  /** Queues it among the streams that have something to send. */
  void takeTurn() {
    if (!inTurn && !over) {
      inTurn = true;
      session.enqueue(this);
    }
  }

  /**
   * Sends one frame, if there is one that may be sent; called in turn while there is room. FIN has
   * a frame of its own, as js-libp2p (yamux 8.0.1) drops a body that comes with it.
   */
  void sendNext() {
    inTurn = false;
    if (over || finSent) {
      return;
    }
    if (queued.isEmpty()) {
      if (finishing || openingFlag != 0) {
        sendControl(finishing ? Yamux.FIN : 0, 0);
        finSent = finishing;
        settle();
      }
      return;
    }
    byte[] head = queued.get(0);
    int count = Math.min(Math.min(head.length - sentOfHead, sendWindow), Yamux.MAX_BODY_BYTES);
    if (count > 0) {
      byte[] frame = Yamux.frame(Yamux.DATA, takeFlags(0), id, count, count);
      System.arraycopy(head, sentOfHead, frame, Yamux.HEADER_BYTES, count);
      session.send(frame);
      sendWindow -= count;
      queuedBytes -= count;
      sentOfHead += count;
      if (sentOfHead == head.length) {
        queued.remove(0);
        sentOfHead = 0;
      }
      if (queuedBytes > 0 || finishing) {
        takeTurn();
      }
      tellWritable();
    }
  }

  private void sendControl(int flags, int length) {
    session.send(Yamux.header(Yamux.WINDOW_UPDATE, takeFlags(flags), id, length));
  }

  private int takeFlags(int flags) {
    int all = flags | openingFlag;
    openingFlag = 0;
    return all;
  }

  // Receiving.

  /** The far end has taken the stream that we opened. */
  void acknowledge() {
    acknowledged = true;
  }

  /** The far end announced a body; it must fit the window. */
  void announce(int bytes) {
    if (bytes > receiveWindow || (finReceived && bytes > 0)) {
      throw MeshException.peer("yamux-window");
    }
    receiveWindow -= bytes;
  }

  /** Bytes of a body came. */
  void received(byte[] bytes) {
    session.holds(bytes.length);
    arrive(bytes);
  }

  /** The far end has finished. */
  void receivedFin() {
    finReceived = true;
    arriveEnd();
    settle();
  }

  /** The far end opened its window. */
  void widen(int increment) {
    if (increment > Integer.MAX_VALUE - sendWindow) {
      throw MeshException.peer("yamux-window");
    }
    sendWindow += increment;
    if (queuedBytes > 0) {
      takeTurn();
    }
    tellWritable();
  }

  @Override
  protected void delivered(int count) {
    session.holds(-count);
    int room = fullWindow - receiveWindow - heldBytes();
    if (over || finReceived || room < fullWindow / 2) {
      return;
    }
    long now = session.nowMillis();
    if (fullWindow < Yamux.MAX_WINDOW_BYTES && session.isBrief(now - openedWindowAt)) {
      room += fullWindow;
      fullWindow *= 2;
    }
    openedWindowAt = now;
    receiveWindow += room;
    sendControl(0, room);
  }

  /** Both directions have ended: the id is free. */
  private void settle() {
    if (finSent && finReceived && !over) {
      leave();
    }
  }

  private void leave() {
    over = true;
    session.forget(this);
  }
}
