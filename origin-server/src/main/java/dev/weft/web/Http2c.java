package dev.weft.web;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 in clear text, by prior knowledge or upgrade. What was asked over HTTP/1.1 is served only
 * when its client speaks HTTP/2: curl fails when it reads more than 32 KiB at once with the 101
 * that agrees to the upgrade, and a busy one would.
 */
final class Http2c extends HTTP2CServerConnectionFactory {
  Http2c(HttpConfiguration http) {
    super(http);
  }

  @Override
  protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
    return new Listener(endPoint);
  }

  private final class Listener extends HTTPServerSessionListener {
    /** The request of the upgrade, until the client's own settings come or the connection idles. */
    private @Nullable Runnable upgraded;

    Listener(EndPoint endPoint) {
      super(endPoint);
    }

    @Override
    public Stream.Listener onNewStream(Stream stream, HeadersFrame frame) {
      // Of an upgrade: what is asked over HTTP/2 has no such field (RFC 9113, section 8.2.2).
      if (frame.getMetaData().getHttpFields().contains(HttpHeader.CONNECTION)) {
        upgraded = () -> super.onNewStream(stream, frame);
        return this;
      }
      return super.onNewStream(stream, frame);
    }

    @Override
    public void onSettings(Session session, SettingsFrame frame) {
      Runnable next = upgraded;
      if (next != null) {
        upgraded = null;
        next.run();
      }
    }

    @Override
    public void onPing(Session session, PingFrame frame) {
      PingAnswers.answered(session, frame);
    }
  }
}
