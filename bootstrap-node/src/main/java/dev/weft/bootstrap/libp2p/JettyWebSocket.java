package dev.weft.bootstrap.libp2p;

import dev.weft.bootstrap.net.ConnectionLimits;
import dev.weft.core.io.EventLoop;
import dev.weft.jvm.WebSocketChannel;
import dev.weft.jvm.WebSocketPort;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's WebSocket under a {@link WebSocketChannel}. Jetty calls it on its own threads, one call
 * at a time, and reads on only when the channel demands it; messages are taken in pieces of Jetty's
 * input buffer, so their length needs no bound.
 *
 * <p>Public only because Jetty looks its methods up.
 */
public final class JettyWebSocket implements Session.Listener, WebSocketPort {
  /** Close code of a server that is full (IANA's registry of close codes). */
  private static final int TRY_AGAIN_LATER = 1013;

  private final WebSocketChannel channel;
  private final ConnectionLimits limits;
  private final InetAddress address;
  private final Consumer<WebSocketChannel> onOpen;
  private boolean entered;
  private volatile @Nullable Session session;

  JettyWebSocket(
      EventLoop loop,
      ConnectionLimits limits,
      InetAddress address,
      Consumer<WebSocketChannel> onOpen) {
    this.channel = new WebSocketChannel(loop, this);
    this.limits = limits;
    this.address = address;
    this.onOpen = onOpen;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    entered = limits.enter(address);
    if (entered) {
      onOpen.accept(channel);
      channel.onOpen();
    } else {
      opened.close(TRY_AGAIN_LATER, null, Callback.NOOP);
    }
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
    if (entered) {
      entered = false;
      limits.leave(address);
    }
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
