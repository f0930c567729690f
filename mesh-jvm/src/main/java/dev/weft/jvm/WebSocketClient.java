package dev.weft.jvm;

import dev.weft.core.io.ByteChannel;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Dials WebSockets with the JDK's client and offers them as byte channels on an event loop. */
public final class WebSocketClient {
  /** How long a connection may take to open: js-libp2p gives an address 6 s as well. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(6);

  private final EventLoop loop;
  private final HttpClient http;

  /** A client whose channels live on the loop, which must take posts from other threads. */
  public WebSocketClient(EventLoop loop) {
    this.loop = loop;
    this.http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  }

  /**
   * Opens {@code ws://…} or {@code wss://…}. The promise settles on the loop; it fails with code
   * {@code dial-failed} when there is no WebSocket.
   */
  public Promise<ByteChannel> connect(URI url) {
    Promise<ByteChannel> promise = new Promise<>();
    Adapter adapter = new Adapter();
    CompletableFuture<?> unused =
        http.newWebSocketBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .buildAsync(url, adapter)
            .whenComplete(
                (socket, failure) ->
                    loop.post(
                        () -> {
                          if (failure == null) {
                            promise.resolve(adapter.channel);
                          } else {
                            promise.fail(
                                MeshException.local("dial-failed", url + ": " + why(failure)));
                          }
                        }));
    return promise;
  }

  private static String why(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof WebSocketHandshakeException refused
        ? "HTTP status " + refused.getResponse().statusCode()
        : String.valueOf(cause);
  }

  /** The JDK calls it on its own threads, one call at a time. */
  private final class Adapter implements WebSocket.Listener, WebSocketPort {
    private final WebSocketChannel channel = new WebSocketChannel(loop, this);
    private volatile @Nullable WebSocket socket;

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      channel.onOpen();
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      if (!data.hasRemaining()) {
        from.request(1);
        return null;
      }
      byte[] piece = new byte[data.remaining()];
      data.get(piece);
      channel.onData(piece);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      channel.onText();
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      channel.onClose();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      channel.onError(String.valueOf(error));
    }

    @Override
    public void send(byte[] message, Runnable sent) {
      whenSent(open().sendBinary(ByteBuffer.wrap(message), true), sent);
    }

    @Override
    public void demand() {
      open().request(1);
    }

    @Override
    public void close(int code) {
      whenSent(open().sendClose(code, ""), () -> {});
    }

    @Override
    public void abort() {
      open().abort();
    }

    private void whenSent(CompletableFuture<WebSocket> sending, Runnable sent) {
      CompletableFuture<?> unused =
          sending.whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  sent.run();
                } else {
                  channel.onError(String.valueOf(failure));
                }
              });
    }

    private WebSocket open() {
      WebSocket opened = socket;
      if (opened == null) {
        throw new IllegalStateException("used before it was open");
      }
      return opened;
    }
  }
}
