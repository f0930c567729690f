package dev.weft.browser.driver;

import dev.weft.core.io.EventLoop;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/** The page's own event loop. */
public final class BrowserLoop implements EventLoop {
  private final Poster poster = messageChannel();

  private interface Task extends JSObject {
    void run();
  }

  @JSClass(transparent = true)
  private abstract static class Poster implements JSObject {
    abstract void post(Task task);
  }

  @Override
  public long nowMillis() {
    return (long) performanceNow();
  }

  @Override
  public long unixSeconds() {
    return System.currentTimeMillis() / 1000;
  }

  @Override
  public void post(Runnable task) {
    poster.post(task::run);
  }

  @Override
  public Timer schedule(long delayMillis, Runnable task) {
    int timer = setTimeout(task::run, (int) delayMillis);
    return () -> clearTimeout(timer);
  }

  /** A task of its own for each post, so that neither input nor painting waits for a chain. */
  @JSBody(
      script =
          """
          var channel = new MessageChannel(), queue = [];
          channel.port1.onmessage = () => queue.shift().run();
          return {
            post: task => {
              queue.push(task);
              channel.port2.postMessage(0);
            }
          }
          """)
  private static native Poster messageChannel();

  @JSBody(script = "return performance.now()")
  private static native double performanceNow();

  @JSBody(
      params = {"task", "millis"},
      script = "return setTimeout(()=>task.run(),millis)")
  private static native int setTimeout(Task task, int millis);

  @JSBody(params = "timer", script = "clearTimeout(timer)")
  private static native void clearTimeout(int timer);
}
