package dev.weft.web;

import dev.weft.jvm.net.Http1;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.KeyStore;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The listening socket and the protocols on it: HTTP/1.1 and HTTP/2, the latter by prior knowledge
 * or upgrade without TLS and by ALPN with it. Browsers speak HTTP/2 with TLS only.
 */
public final class Listeners {
  /**
   * What is read at once: a big body comes in few steps. Nothing while idle. HTTP/2 in clear text
   * takes over what HTTP/1.1 has read, so it needs as much space.
   */
  private static final int INPUT_BYTES = 64 * 1024;

  private Listeners() {}

  /** What holds for every protocol: ambiguous paths are refused before any handler sees them. */
  public static void configure(HttpConfiguration http) {
    // A percent sign is a letter like others in a file's name; a path is decoded once, ever.
    http.setUriCompliance(
        UriCompliance.DEFAULT.with("weft", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
    http.setSendServerVersion(false);
  }

  /** HTTP/1.1 and h2c on one port. */
  public static ServerConnector plain(Server server, HttpConfiguration http) {
    return connector(server, http, new Http1(http), new Http2c(http));
  }

  /** HTTP/1.1 and h2 over TLS. */
  public static ServerConnector tls(Server server, HttpConfiguration http, KeyStore identity) {
    HttpConfiguration secure = new HttpConfiguration(http);
    // One certificate serves every name, so there is nothing to choose by SNI.
    secure.addCustomizer(new SecureRequestCustomizer(false));
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(identity);
    context.setKeyStorePassword("");
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
    return connector(
        server,
        secure,
        new SslConnectionFactory(context, alpn.getProtocol()),
        alpn,
        new PingAnswers.Http2(secure),
        new Http1(secure));
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, ConnectionFactory... protocols) {
    // After the factories of HTTP/2 were made, which set it to the size of a frame.
    http.setInputBufferSize(INPUT_BYTES);
    return new ServerConnector(server, protocols) {
      @Override
      protected SocketChannelEndPoint newEndPoint(
          SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SocketChannelEndPoint endPoint =
            new ResetAwareEndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
      }
    };
  }
}
