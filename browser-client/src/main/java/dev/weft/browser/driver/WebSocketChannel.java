package dev.weft.browser.driver;

import dev.weft.browser.js.Bytes;
import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.InboundChannel;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Multiaddr;
import dev.weft.core.multiformats.WebSocketAddress;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSByRef;
import org.teavm.jso.JSObject;

/**
 * A WebSocket of binary messages as a byte channel; message borders mean nothing.
 *
 * <p>A browser gives no way to hold a WebSocket's sender back, nor an event when its send buffer
 * empties: what comes while paused is kept, up to a bound, and a writer that waits is woken by a
 * timer. There is no half close either: {@link #finish} closes after what was written.
 */
public final class WebSocketChannel extends InboundChannel {
  /** Kept while paused: 16 yamux windows. A node that sends more does not respect them. */
  private static final int MAX_HELD_BYTES = 4 * 1024 * 1024;

  /** Unsent bytes beyond which nothing is writable, as a socket's send buffer. */
  private static final int SEND_MARK_BYTES = 1024 * 1024;

  /** How often a full send buffer is looked at: at 50 Mbit/s, 62 KiB leave it in between. */
  private static final int DRAIN_CHECK_MILLIS = 10;

  /** How long an opening may take, TCP, TLS and HTTP together. */
  private static final int OPEN_MILLIS = 10_000;

  private final EventLoop loop;
  private final Promise<ByteChannel> opened = new Promise<>();
  private final JSObject socket;
  private boolean finished;
  private @Nullable Runnable writableTask;

  /** Hears of the socket's events. */
  private interface Events extends JSObject {
    void opened();

    void received(JSObject message);

    void ended();
  }

  private WebSocketChannel(String url, EventLoop loop) {
    this.loop = loop;
    socket =
        open(
            url,
            new Events() {
              @Override
              public void opened() {
                opened.resolve(WebSocketChannel.this);
              }

              @Override
              public void received(JSObject message) {
                message(Bytes.of(message));
              }

              @Override
              public void ended() {
                opened.fail(MeshException.local("node-down", "no answer from " + url));
                finished = true;
                arriveFailure(MeshException.closed("the WebSocket closed"));
              }
            });
  }

  /** Opens a WebSocket as {@code mesh.SocketDialer} says; fails with code {@code node-down}. */
  public static Promise<ByteChannel> dial(Multiaddr address, EventLoop loop) {
    String url = WebSocketAddress.plainUrl(address);
    if (url == null) {
      return Promise.failed(MeshException.local("address", "no WebSocket address"));
    }
    WebSocketChannel channel = new WebSocketChannel(url, loop);
    channel.opened.then(open -> {}, reason -> channel.finish());
    return channel.opened.within(loop, OPEN_MILLIS, url);
  }

  private void message(byte[] bytes) {
    arrive(bytes);
    if (heldBytes() > MAX_HELD_BYTES) {
      abort(MeshException.peer("flood", "more than all windows allow"));
    }
  }

  @Override
  public void write(byte[] bytes) {
    if (!finished) {
      send(socket, bytes);
    }
  }

  @Override
  public int writable() {
    return finished ? 0 : Math.max(0, SEND_MARK_BYTES - bufferedAmount(socket));
  }

  @Override
  public void onWritable(Runnable task) {
    boolean checking = writableTask != null;
    writableTask = task;
    if (!checking) {
      loop.post(this::checkWritable);
    }
  }

  private void checkWritable() {
    Runnable task = writableTask;
    if (task == null || finished) {
      return;
    }
    if (writable() > 0) {
      writableTask = null;
      task.run();
    } else {
      loop.schedule(DRAIN_CHECK_MILLIS, this::checkWritable);
    }
  }

  @Override
  public void finish() {
    finished = true;
    close(socket);
  }

  @Override
  public void abort(MeshException reason) {
    finish();
    arriveFailure(reason);
  }

  /** A socket that ends at once when the URL is refused; a text message counts as empty. */
  @JSBody(
      params = {"url", "events"},
      script =
          """
          try {
            var socket = new WebSocket(url);
            socket.binaryType = 'arraybuffer';
            socket.onopen = () => events.opened();
            socket.onmessage = event =>
              events.received(event.data instanceof ArrayBuffer ? event.data : new ArrayBuffer(0));
            socket.onclose = () => events.ended();
            return socket;
          } catch (refused) {
            setTimeout(() => events.ended());
            return {close: () => {}};
          }
          """)
  private static native JSObject open(String url, Events events);

  @JSBody(params = "socket", script = "return socket.bufferedAmount")
  private static native int bufferedAmount(JSObject socket);

  @JSBody(params = "socket", script = "socket.close()")
  private static native void close(JSObject socket);

  @JSBody(
      params = {"socket", "bytes"},
      script = "socket.send(bytes)")
  private static native void send(JSObject socket, @JSByRef byte[] bytes);
}
