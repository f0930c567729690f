package dev.weft.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose first request does not come: an idle timeout starts anew with each byte,
 * and a client that drips a head byte by byte would stay for ever. To be added to a connector.
 */
public final class HeadDeadline implements Connection.Listener {
  private final Scheduler scheduler;
  private final Duration limit;

  /** Closes what has sent no request after that time. */
  public HeadDeadline(Scheduler scheduler, Duration limit) {
    this.scheduler = scheduler;
    this.limit = limit;
  }

  @Override
  public void onOpened(Connection connection) {
    scheduler.schedule(() -> look(connection), limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(Connection connection) {
    boolean current = connection.equals(connection.getEndPoint().getConnection());
    if (current && connection.getMessagesIn() == 0) {
      connection.getEndPoint().close(new TimeoutException("no request within " + limit));
    }
  }
}
