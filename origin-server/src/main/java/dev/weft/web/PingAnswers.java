package dev.weft.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.Callback;

/**
 * Asks the other end of an HTTP/2 connection whether it has read everything so far: frames are
 * handled in order, so the answer to a PING says that all frames before it were read (RFC 9113,
 * section 6.7).
 */
public final class PingAnswers {
  private static final AtomicLong QUESTIONS = new AtomicLong();

  /** By the payload of each PING that is not answered yet. */
  private static final Map<Long, Question> OPEN = new ConcurrentHashMap<>();

  private record Question(Session session, Callback answered) {}

  private PingAnswers() {}

  /**
   * Sends a PING. The callback succeeds with its answer and fails when it cannot be sent; the
   * caller bounds the wait and calls {@link #forget} at its end.
   *
   * @return a name for this question
   */
  public static long ask(Session session, Callback answered) {
    long payload = QUESTIONS.incrementAndGet();
    OPEN.put(payload, new Question(session, answered));
    session.ping(
        new PingFrame(payload, false),
        Callback.from(
            () -> {},
            failure -> {
              Question open = OPEN.remove(payload);
              if (open != null) {
                open.answered().failed(failure);
              }
            }));
    return payload;
  }

  /** Nobody waits for this answer any more. */
  public static void forget(long question) {
    OPEN.remove(question);
  }

  /** A listener heard a PING's answer. */
  static void answered(Session session, PingFrame frame) {
    Question open = OPEN.get(frame.getPayloadAsLong());
    if (open != null
        && open.session().equals(session)
        && OPEN.remove(frame.getPayloadAsLong(), open)) {
      open.answered().succeeded();
    }
  }

  /** HTTP/2 as ALPN agrees on it. */
  static final class Http2 extends HTTP2ServerConnectionFactory {
    Http2(HttpConfiguration http) {
      super(http);
    }

    @Override
    protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
      return new HTTPServerSessionListener(endPoint) {
        @Override
        public void onPing(Session session, PingFrame frame) {
          answered(session, frame);
        }
      };
    }
  }
}
