package dev.weft.pipe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * The lines that a sender reads while it sends. Never more than one write at a time; what comes
 * meanwhile is gathered, and what would be old news by then is left out.
 */
final class SenderReport extends IteratingCallback {
  /** A sender that does not read loses lines beyond so many, but for the last ones. */
  private static final int MOST_GATHERED_CHARS = 16 * 1024;

  private final Object lock = new Object();
  private final Response response;
  private final Runnable broken;
  private final StringBuilder gathered = new StringBuilder();
  private boolean inLine;
  private boolean writing;
  private Runnable afterLast = () -> {};
  private boolean ended;
  private boolean whole;
  private boolean lastWritten;
  private boolean failed;

  /**
   * A report that goes into that response.
   *
   * @param broken called once when it cannot be written
   */
  SenderReport(Response response, Runnable broken) {
    this.response = response;
    this.broken = broken;
  }

  /** A line of its own. */
  void line(String text) {
    synchronized (lock) {
      if (gathered.length() > MOST_GATHERED_CHARS) {
        return;
      }
      append(text);
    }
    iterate();
  }

  /** A line about this very moment; left out while an earlier one is on its way. */
  void momentary(String text) {
    synchronized (lock) {
      if (writing) {
        return;
      }
      append(text);
    }
    iterate();
  }

  /** A sign of life after the last line. */
  void dot() {
    synchronized (lock) {
      if (writing) {
        return;
      }
      gathered.append('.');
      inLine = true;
    }
    iterate();
  }

  private void append(String text) {
    gathered.append(inLine ? "\n" : "").append(text).append('\n');
    inLine = false;
  }

  /**
   * The last lines.
   *
   * @param complete whether the response ends as a whole one; else it is for the caller to break
   *     off
   * @param then called when all is written
   */
  void end(String text, boolean complete, Runnable then) {
    Runnable next = then;
    synchronized (lock) {
      append(text);
      ended = true;
      whole = complete;
      afterLast = then;
      if (!failed) {
        next = this::iterate;
      }
    }
    next.run();
  }

  @Override
  protected Action process() {
    ByteBuffer bytes;
    boolean last;
    synchronized (lock) {
      if (lastWritten) {
        return Action.SUCCEEDED;
      }
      if (gathered.length() == 0) {
        writing = false;
        return Action.IDLE;
      }
      bytes = StandardCharsets.UTF_8.encode(gathered.toString());
      gathered.setLength(0);
      writing = true;
      lastWritten = ended;
      last = ended && whole;
    }
    response.write(last, bytes, this);
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    afterLast.run();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    synchronized (lock) {
      failed = true;
    }
    broken.run();
    afterLast.run();
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }
}
