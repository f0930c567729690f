package dev.weft.browser.driver;

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
import org.teavm.jso.websocket.WebSocket;

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

  private final WebSocket socket;
  private final EventLoop loop;
  private boolean finished;
  private @Nullable Runnable writableTask;

  private WebSocketChannel(WebSocket socket, EventLoop loop) {
    this.socket = socket;
    this.loop = loop;
  }

  /** How long an opening may take, TCP, TLS and HTTP together. */
  private static final int OPEN_MILLIS = 10_000;

  /** Opens a WebSocket as {@code mesh.SocketDialer} says; fails with code {@code node-down}. */
  public static Promise<ByteChannel> dial(Multiaddr address, EventLoop loop) {
    String url = WebSocketAddress.plainUrl(address);
    if (url == null) {
      return Promise.failed(MeshException.local("address", "no WebSocket address"));
    }
    WebSocket socket = open(url);
    if (socket == null) {
      return Promise.failed(MeshException.local("node-down", "cannot dial " + url));
    }
    Promise<ByteChannel> opened = new Promise<>();
    WebSocketChannel channel = new WebSocketChannel(socket, loop);
    socket.setBinaryType("arraybuffer");
    socket.onOpen(event -> opened.resolve(channel));
    socket.onMessage(event -> channel.message(bytes(event.getData())));
    socket.onClose(
        event -> {
          opened.fail(MeshException.local("node-down", "no answer from " + url));
          channel.finished = true;
          channel.arriveFailure(MeshException.closed("the WebSocket closed"));
        });
    opened.within(loop, OPEN_MILLIS, "no answer from " + url);
    opened.then(open -> {}, reason -> socket.close());
    return opened;
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
    return finished ? 0 : Math.max(0, SEND_MARK_BYTES - socket.getBufferedAmount());
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
    socket.close();
  }

  @Override
  public void abort(MeshException reason) {
    finish();
    arriveFailure(reason);
  }

  @JSBody(params = "url", script = "try{return new WebSocket(url)}catch(refused){return null}")
  private static native @Nullable WebSocket open(String url);

  /** A text message, which libp2p does not know, counts as empty. */
  @JSBody(params = "data", script = "return new Int8Array(data instanceof ArrayBuffer?data:0)")
  @JSByRef
  private static native byte[] bytes(JSObject data);

  @JSBody(
      params = {"socket", "bytes"},
      script = "socket.send(bytes)")
  private static native void send(WebSocket socket, @JSByRef byte[] bytes);
}
