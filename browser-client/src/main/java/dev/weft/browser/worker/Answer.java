package dev.weft.browser.worker;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/**
 * One request's answer: from a page as long as it lives; from the origin when the page does not say
 * a word within the budget, and from where the page left off when it is left or falls silent.
 */
final class Answer implements Pages.Hearing, Body.Source, OriginRest.Taker, Inflation.Taker {
  /** A page says within this time that it has heard. */
  private static final int BUDGET_MILLIS = 200;

  /** After so long a silence a page that owes bytes is gone, or as good as that. */
  private static final int SILENT_MILLIS = 1_000;

  /**
   * A page that owes something is asked as often whether it lives, and looks at the time then: the
   * timers of one that is not seen are held to one a second.
   */
  private static final int LOOK_MILLIS = 100;

  /** Chunks of 64 KiB that are on their way here or wait to be taken: a port has no bound. */
  private static final int CHUNKS = 4;

  private final Asked asked;
  private final Pages pages;
  private final Pages.Page page;
  private final Body body = Body.of(CHUNKS, this);
  private final Pages.Port port;
  private @Nullable OriginRest rest;
  private @Nullable Inflation inflation;

  /** Checksum of what the page has brought, where only that tells one version from another. */
  private int brought;

  private boolean heard;
  private boolean left;
  private double heardAtMillis = nowMillis();
  private final int timer = every(LOOK_MILLIS, this::look);

  /** Where the next byte belongs. */
  private double at;

  /** Where the last one ends; −1 before the head. */
  private double end = -1;

  private boolean reading;

  /** Chunks that the page has been granted and has not sent. */
  private int owed;

  private interface Task extends JSObject {
    void run();
  }

  /** Asks the page, which shares what is asked for. */
  static void from(Pages.Page page, Asked asked, Pages pages) {
    new Answer(page, asked, pages);
  }

  private Answer(Pages.Page page, Asked asked, Pages pages) {
    this.asked = asked;
    this.pages = pages;
    this.page = page;
    at = asked.getStart();
    port = page.ask(asked, this);
  }

  // ---- the page

  @Override
  public void alive() {
    heard = true;
    heardAtMillis = nowMillis();
  }

  @Override
  public void head(double size, JSObject headers) {
    inflation = Inflation.of(headers);
    if (inflation == null) {
      end = asked.answer(body, size, headers);
    } else if (Math.max(size, inflation.size()) <= Inflation.MAX_BYTES) {
      end = size;
    }
    if (end < 0) {
      lost();
    } else {
      pull();
    }
  }

  @Override
  public void chunk(JSObject bytes) {
    owed--;
    if (inflation == null && !asked.hasEtag()) {
      brought = fnv(brought, bytes);
    }
    put(bytes);
  }

  /** An end before all that was promised is none. */
  @Override
  public void end() {
    if (at < end || end < 0) {
      lost();
    } else {
      leavePage();
      if (inflation == null) {
        body.end();
      } else {
        inflation.end(this);
      }
    }
  }

  /** The origin takes over. */
  @Override
  public void lost() {
    leavePage();
    if (end < 0 || inflation != null) {
      asked.pass();
    } else {
      rest = OriginRest.of(asked, at, brought, end, this);
      pull();
    }
  }

  private void look() {
    if (end >= 0 && owed == 0) {
      return;
    }
    boolean known = pages.know(page);
    if (known && nowMillis() - heardAtMillis < (heard ? SILENT_MILLIS : BUDGET_MILLIS)) {
      port.grant(0);
      return;
    }
    if (known) {
      pages.forget(page);
    }
    lost();
  }

  private void leavePage() {
    left = true;
    stop(timer);
    port.leave();
  }

  // ---- the browser

  @Override
  public void pull() {
    if (rest != null) {
      if (!reading) {
        reading = true;
        rest.next();
      }
    } else if (end >= 0 && !left) {
      int more = body.room() - owed;
      if (more > 0) {
        if (owed == 0) {
          heardAtMillis = nowMillis();
        }
        owed += more;
        port.grant(more);
      }
    }
  }

  @Override
  public void cancel() {
    if (rest == null) {
      leavePage();
    } else {
      rest.cancel();
    }
  }

  // ---- the variant

  @Override
  public void inflated(JSObject bytes) {
    if (inflation == null || asked.answer(body, inflation.size(), inflation.headers()) < 0) {
      asked.pass();
    } else {
      body.put(bytes);
      body.end();
    }
  }

  @Override
  public void unfit() {
    asked.pass();
  }

  // ---- the origin

  @Override
  public void piece(JSObject bytes) {
    reading = false;
    put(bytes);
  }

  @Override
  public void complete() {
    body.end();
  }

  @Override
  public void broken() {
    body.fail();
  }

  @Override
  public int sum(int before, JSObject bytes) {
    return fnv(before, bytes);
  }

  private void put(JSObject bytes) {
    at += length(bytes);
    if (inflation == null) {
      body.put(bytes);
    } else {
      inflation.add(bytes);
      pull();
    }
  }

  /** FNV-1a of 32 bits: tells a version from another one, of an origin that nobody doubts. */
  @JSBody(
      params = {"before", "bytes"},
      script = "return bytes.reduce((sum,byte)=>Math.imul(sum^byte,16777619),before)")
  private static native int fnv(int before, JSObject bytes);

  @JSBody(params = "bytes", script = "return bytes.byteLength")
  private static native int length(JSObject bytes);

  @JSBody(script = "return performance.now()")
  private static native double nowMillis();

  @JSBody(
      params = {"millis", "task"},
      script = "return setInterval(()=>task.run(),millis)")
  private static native int every(int millis, Task task);

  @JSBody(params = "timer", script = "clearInterval(timer)")
  private static native void stop(int timer);
}
