package dev.weft.e2e.harness;

import com.microsoft.playwright.Page;

/** What a page tells by a promise. */
public final class Kept {
  private Kept() {}

  /**
   * Waits until the promise that an expression or a function makes is kept with {@code true}; it is
   * made again until then. {@link Page#waitForFunction} would take the promise itself for true.
   */
  public static void awaitTrue(Page page, String promise, Object argument) {
    page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(promise, argument)));
  }

  /** The same, of an expression. */
  public static void awaitTrue(Page page, String promise) {
    page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate(promise)));
  }
}
