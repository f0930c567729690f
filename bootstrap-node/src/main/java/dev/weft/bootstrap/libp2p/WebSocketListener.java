package dev.weft.bootstrap.libp2p;

import dev.weft.bootstrap.net.ConnectionLimits;
import dev.weft.core.io.EventLoop;
import dev.weft.jvm.WebSocketChannel;
import dev.weft.jvm.net.TrustedProxies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.ee10.websocket.server.config.JettyWebSocketServletContainerInitializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes WebSocket upgrades on {@code /} and hands the channels to the event loop; refuses them
 * before the upgrade when the node is full, drains, or does not admit the visitor.
 */
public final class WebSocketListener {
  /** The only path that is upgraded; ordinary requests for it get the page. */
  private static final String PATH = "uri-template|/";

  /**
   * A connection on which nothing moves, in milliseconds: yamux on both sides pings far more often,
   * so what is so quiet is dead.
   */
  private static final long IDLE_MILLIS = 120_000;

  /** Bytes of one piece that is read: a Noise frame has 64 KiB, typical ones far less. */
  private static final int INPUT_BUFFER_BYTES = 16 * 1024;

  /** HTTP status and close code for "not now". */
  private static final int UNAVAILABLE = 503;

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FORBIDDEN = 403;

  private final EventLoop loop;
  private final TrustedProxies proxies;
  private final ConnectionLimits limits;
  private final Admission admission;
  private final Acceptor acceptor;
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean draining;

  /** Who takes the channels, on the loop. */
  @FunctionalInterface
  public interface Acceptor {
    /** A visitor's WebSocket is open. */
    void accept(WebSocketChannel channel, Visitor visitor);
  }

  /**
   * Where a channel comes from.
   *
   * @param address the visitor's, as far as proxies can be trusted
   * @param port of the connection; 0 when a proxy is in between
   */
  public record Visitor(InetAddress address, int port) {}

  /** A listener that counts its visitors against the limits. */
  public WebSocketListener(
      EventLoop loop,
      TrustedProxies proxies,
      ConnectionLimits limits,
      Admission admission,
      Acceptor acceptor) {
    this.loop = loop;
    this.proxies = proxies;
    this.limits = limits;
    this.admission = admission;
    this.acceptor = acceptor;
  }

  /** Adds the upgrade to a server's context before that starts. */
  public void addTo(ServletContextHandler context) {
    JettyWebSocketServletContainerInitializer.configure(
        context, (servletContext, container) -> configure(container));
  }

  /** From now on upgrades are refused. */
  public void drain() {
    draining = true;
  }

  /** How many were refused since the start. */
  public long refused() {
    return refused.get();
  }

  private void configure(JettyWebSocketServerContainer container) {
    container.setIdleTimeout(Duration.ofMillis(IDLE_MILLIS));
    container.setInputBufferSize(INPUT_BUFFER_BYTES);
    container.addMapping(PATH, this::upgrade);
  }

  private @Nullable Object upgrade(
      JettyServerUpgradeRequest request, JettyServerUpgradeResponse response) throws IOException {
    Visitor visitor = visitor(request);
    int status = judge(visitor, request.getOrigin());
    if (status != 0) {
      refused.incrementAndGet();
      response.sendError(status, "refused");
      return null;
    }
    // What comes is encrypted: compressing it costs much and gains nothing.
    response.setExtensions(List.of());
    return new JettyWebSocket(
        loop,
        limits,
        visitor.address(),
        channel -> loop.post(() -> acceptor.accept(channel, visitor)));
  }

  private int judge(Visitor visitor, @Nullable String origin) {
    if (draining) {
      return UNAVAILABLE;
    }
    if (!admission.admits(visitor.address(), origin)) {
      return FORBIDDEN;
    }
    return limits.hasRoom(visitor.address()) ? 0 : TOO_MANY_REQUESTS;
  }

  private Visitor visitor(JettyServerUpgradeRequest request) {
    InetSocketAddress remote = (InetSocketAddress) request.getRemoteSocketAddress();
    InetAddress client = proxies.client(remote.getAddress(), request.getHeader("X-Forwarded-For"));
    return new Visitor(client, client.equals(remote.getAddress()) ? remote.getPort() : 0);
  }
}
