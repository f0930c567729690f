package dev.weft.bootstrap.libp2p;

import dev.weft.core.io.EventLoop;
import dev.weft.jvm.WebSocketChannel;
import dev.weft.jvm.WebSocketPort;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's WebSocket under a {@link WebSocketChannel}. Jetty calls it on its own threads, one call
 * at a time, and reads on only when the channel demands it; messages are taken in pieces of Jetty's
 * input buffer, so their length needs no bound.
 */
final class JettyWebSocket implements Session.Listener, WebSocketPort {
  private final WebSocketChannel channel;
  private final Consumer<JettyWebSocket> onOpen;
  private volatile @Nullable Session session;

  JettyWebSocket(EventLoop loop, Consumer<JettyWebSocket> onOpen) {
    this.channel = new WebSocketChannel(loop, this);
    this.onOpen = onOpen;
  }

  WebSocketChannel channel() {
    return channel;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    onOpen.accept(this);
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer payload, boolean last, Callback callback) {
    if (payload.hasRemaining()) {
      byte[] piece = new byte[payload.remaining()];
      payload.get(piece);
      callback.succeed();
      channel.onData(piece);
    } else {
      callback.succeed();
      demand();
    }
  }

  @Override
  public void onWebSocketPartialText(String payload, boolean last) {
    channel.onText();
  }

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    channel.onClose();
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    channel.onError(String.valueOf(cause.getMessage()));
  }

  @Override
  public void send(byte[] message, Runnable sent) {
    open()
        .sendBinary(
            ByteBuffer.wrap(message),
            Callback.from(sent, failure -> channel.onError(String.valueOf(failure.getMessage()))));
  }

  @Override
  public void demand() {
    open().demand();
  }

  @Override
  public void close(int code) {
    open().close(code, null, Callback.NOOP);
  }

  @Override
  public void abort() {
    open().disconnect();
  }

  private Session open() {
    Session opened = session;
    if (opened == null) {
      throw new IllegalStateException("used before it was open");
    }
    return opened;
  }
}
