package dev.weft.web;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** A server behind a plain listener that answers all requests alike. */
final class PlainServer implements AutoCloseable {
  private final Server server = new Server();
  private final ServerConnector connector;

  /** How it answers. */
  interface Answer {
    void to(Response response, Callback callback);
  }

  PlainServer(HttpConfiguration http, Answer answer) throws Exception {
    connector = Listeners.plain(server, http);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            answer.to(response, callback);
            return true;
          }
        });
    server.start();
  }

  int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
