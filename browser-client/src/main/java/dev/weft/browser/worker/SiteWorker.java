package dev.weft.browser.worker;

import org.teavm.jso.JSObject;

/**
 * Decides whose a request is. The decision falls within the event, so that whatever no known page
 * shares is left to the browser, as if there were no worker.
 */
final class SiteWorker implements WorkerScope.Events {
  private final Pages pages = Pages.none();

  @Override
  public void told(JSObject page, JSObject message) {
    pages.told(page, message);
  }

  @Override
  public void asked(JSObject event) {
    Asked asked = Asked.of(event);
    if (asked == null) {
      return;
    }
    Pages.Page page = pages.sharing(asked.getClient(), asked.getPath());
    if (page != null) {
      asked.hold();
      Answer.from(page, asked, pages);
    }
  }
}
