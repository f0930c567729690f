package dev.weft.origin.http;

import java.security.KeyStore;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
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
    return new ServerConnector(
        server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
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
    return new ServerConnector(
        server,
        new SslConnectionFactory(context, alpn.getProtocol()),
        alpn,
        new HTTP2ServerConnectionFactory(secure),
        new HttpConnectionFactory(secure));
  }
}
