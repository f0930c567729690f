package dev.weft.jvm;

import dev.weft.core.io.EventLoop;
import dev.weft.core.io.InboundChannel;
import dev.weft.core.io.MeshException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket as a byte channel: binary messages whose boundaries carry no meaning (libp2p specs,
 * websockets).
 *
 * <p><b>Reading.</b> One piece is demanded at a time, and the next when the receiver has had it: a
 * paused channel holds at most one piece, and TCP holds back the far end. <b>Writing.</b> One
 * message is under way at a time; what is written meanwhile goes together into the next.
 * <b>Ending.</b> A WebSocket closes both directions at once: after {@link #finish} and the far
 * end's close frame, or after the far end's alone, nothing more can be sent.
 *
 * <p>What {@code ByteChannel} offers is called on the event loop; the {@code on…} methods may be
 * called from any thread, in the order of events.
 */
public final class WebSocketChannel extends InboundChannel {
  /** Close code for an orderly end (RFC 6455, section 7.4.1). */
  public static final int NORMAL = 1000;

  /** Close code of an endpoint that goes away: a shutdown, a page that is left. */
  public static final int GOING_AWAY = 1001;

  /** Close code for data of a kind that is not taken: text. */
  public static final int UNSUPPORTED_DATA = 1003;

  /** Unsent bytes beyond which {@link #writable} is 0: a socket's usual send buffer. */
  public static final int SEND_MARK_BYTES = 256 * 1024;

  /** Unsent bytes beyond which the far end is given up: it does not read, and memory is finite. */
  public static final int MAX_UNSENT_BYTES = 8 * 1024 * 1024;

  /** The longest message that is sent, in bytes: one Noise frame fits. */
  public static final int MAX_MESSAGE_BYTES = 64 * 1024 + 2;

  /** How long the far end's close frame is awaited, in milliseconds. */
  public static final long CLOSE_MILLIS = 5_000;

  private final EventLoop loop;
  private final WebSocketPort port;

  private final Deque<byte[]> unsent = new ArrayDeque<>();
  private int unsentBytes;
  private boolean sending;
  private boolean finishing;
  private boolean closeSent;
  private @Nullable Runnable writableTask;

  /** The channel over an open WebSocket, which must not have been read from. */
  public WebSocketChannel(EventLoop loop, WebSocketPort port) {
    this.loop = loop;
    this.port = port;
  }

  /** The WebSocket is open; the first event. */
  public void onOpen() {
    loop.post(port::demand);
  }

  /** A piece of a binary message came in, not empty; the answer to one demand. */
  public void onData(byte[] piece) {
    loop.post(() -> arrive(piece));
  }

  /** The far end sent a close frame, or answered ours. */
  public void onClose() {
    loop.post(
        () -> {
          drop();
          arriveEnd();
        });
  }

  /** A text message came in, which libp2p does not use. */
  public void onText() {
    loop.post(
        () -> {
          if (!isReceivingOver()) {
            port.close(UNSUPPORTED_DATA);
            fail(MeshException.peer("websocket-text", "text message"));
          }
        });
  }

  /** The connection broke. */
  public void onError(String what) {
    loop.post(() -> fail(MeshException.closed(what)));
  }

  @Override
  public void write(byte[] bytes) {
    if (finishing || isReceivingOver() || bytes.length == 0) {
      return;
    }
    if (unsentBytes + bytes.length > MAX_UNSENT_BYTES) {
      abort(MeshException.peer("slow-reader", "far end does not read"));
      return;
    }
    unsent.add(bytes);
    unsentBytes += bytes.length;
    send();
  }

  @Override
  public int writable() {
    return finishing || isReceivingOver() ? 0 : Math.max(0, SEND_MARK_BYTES - unsentBytes);
  }

  @Override
  public void onWritable(Runnable task) {
    writableTask = task;
    if (writable() > 0) {
      loop.post(this::tellWritable);
    }
  }

  @Override
  public void finish() {
    if (!finishing && !isReceivingOver()) {
      finishing = true;
      writableTask = null;
      send();
    }
  }

  @Override
  public void abort(MeshException reason) {
    if (!isReceivingOver()) {
      port.abort();
    }
    fail(reason);
  }

  @Override
  protected void delivered(int count) {
    if (heldBytes() == 0 && !isReceivingOver()) {
      port.demand();
    }
  }

  private void send() {
    if (sending || isReceivingOver()) {
      return;
    }
    byte[] message = nextMessage();
    if (message != null) {
      sending = true;
      int bytes = message.length;
      port.send(message, () -> loop.post(() -> sent(bytes)));
    } else if (finishing && !closeSent) {
      closeSent = true;
      port.close(NORMAL);
      loop.schedule(CLOSE_MILLIS, this::giveUpClosing);
    }
  }

  private void giveUpClosing() {
    if (!isReceivingOver()) {
      abort(MeshException.timeout("no close frame"));
    }
  }

  /** What waits, joined up to one message; an array that is longer goes in parts. */
  private byte @Nullable [] nextMessage() {
    byte[] first = unsent.peek();
    if (first == null) {
      return null;
    }
    if (first.length <= MAX_MESSAGE_BYTES && unsent.size() == 1) {
      unsent.clear();
      return first;
    }
    byte[] message = new byte[Math.min(unsentBytes, MAX_MESSAGE_BYTES)];
    int filled = 0;
    while (filled < message.length) {
      byte[] next = unsent.remove();
      int taken = Math.min(next.length, message.length - filled);
      System.arraycopy(next, 0, message, filled, taken);
      filled += taken;
      if (taken < next.length) {
        unsent.addFirst(Arrays.copyOfRange(next, taken, next.length));
      }
    }
    return message;
  }

  private void sent(int bytes) {
    sending = false;
    unsentBytes -= bytes;
    send();
    tellWritable();
  }

  private void tellWritable() {
    Runnable task = writableTask;
    if (task != null && writable() > 0) {
      writableTask = null;
      task.run();
    }
  }

  private void fail(MeshException reason) {
    drop();
    arriveFailure(reason);
  }

  private void drop() {
    unsent.clear();
    unsentBytes = 0;
    writableTask = null;
  }
}
