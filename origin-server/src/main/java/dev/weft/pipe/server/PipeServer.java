package dev.weft.pipe.server;

import dev.weft.pipe.PipeHandler;
import dev.weft.web.HeadDeadline;
import dev.weft.web.Listeners;
import dev.weft.web.StartException;
import dev.weft.web.StartFailures;
import dev.weft.web.TlsFiles;
import dev.weft.web.ZeroingPool;
import java.security.KeyStore;
import java.time.Duration;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/** A running pipe on a port of its own. */
public final class PipeServer implements AutoCloseable {
  /** Nothing blocks, so threads are for the processors, not for the connections. */
  private static final int MAX_THREADS = 16;

  /** A request's head is one packet or a few. */
  private static final Duration HEAD_LIMIT = Duration.ofSeconds(10);

  private final PipeConfig config;
  private final Server server;
  private final ServerConnector connector;

  private PipeServer(PipeConfig config, @Nullable KeyStore identity) {
    this.config = config;
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("pipe");
    this.server =
        new Server(
            threads,
            new ScheduledExecutorScheduler("pipe-clock", false),
            new ZeroingPool(new ArrayByteBufferPool()));
    HttpConfiguration http = new HttpConfiguration();
    Listeners.configure(http);
    this.connector =
        identity == null ? Listeners.plain(server, http) : Listeners.tls(server, http, identity);
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.addBean(new HeadDeadline(server.getScheduler(), headLimit(config)));
    server.addConnector(connector);
    server.setHandler(PipeHandler.alone(config.settings(), Version.text()));
  }

  private static Duration headLimit(PipeConfig config) {
    Duration idle = config.settings().idleLimit();
    return idle.compareTo(HEAD_LIMIT) < 0 ? idle : HEAD_LIMIT;
  }

  /**
   * Starts serving.
   *
   * @throws StartException when a file or the port cannot be had
   */
  public static PipeServer start(PipeConfig config) throws StartException {
    TlsFiles tls = config.tls();
    PipeServer started = new PipeServer(config, tls == null ? null : tls.load());
    try {
      started.server.start();
    } catch (Exception refused) {
      started.close();
      throw StartFailures.listening(config.host(), config.port(), refused);
    }
    return started;
  }

  /** The port that it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Its address, without a slash at the end. */
  public String url() {
    String host = config.host();
    String name =
        switch (host) {
          case "0.0.0.0", "::" -> "localhost";
          default -> host.indexOf(':') < 0 ? host : '[' + host + ']';
        };
    return (config.tls() == null ? "http://" : "https://") + name + ":" + port();
  }

  /** Stops listening and breaks off what is under way. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception stuck) {
      throw new IllegalStateException("the server does not stop", stuck);
    }
  }
}
