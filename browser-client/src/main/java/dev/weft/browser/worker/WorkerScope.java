package dev.weft.browser.worker;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;

/** The worker's events and its life; see Service Workers (W3C), sections 4.1 and 4.7. */
final class WorkerScope {
  private WorkerScope() {}

  /** Who hears of them. */
  interface Events extends JSObject {
    /** A page of the site says something. */
    void told(JSObject page, JSObject message);

    /** A request of a page; who does not hold it leaves it to the browser. */
    void asked(JSObject event);
  }

  /**
   * Starts. A new worker takes over from an older one, and takes the pages that are open, at once.
   * Where requests can be routed, the browser does not ask for navigations at all, nor for anything
   * while it would have to start the worker first: pages keep it running while they are seen.
   */
  @JSBody(
      params = "events",
      script =
          """
          var network = condition => {
            return {condition: condition, source: 'network'}
          };
          addEventListener('install', event => {
            skipWaiting();
            if (event.addRoutes) event.waitUntil(event.addRoutes([
              network({requestMode: 'navigate'}),
              network({runningStatus: 'not-running'})
            ]).catch(() => 0));
          });
          addEventListener('activate', event => event.waitUntil(clients.claim()));
          addEventListener('message', event => event.source && events.told(event.source, event.data));
          addEventListener('fetch', event => events.asked(event));
          clients.matchAll({includeUncontrolled: true})
            .then(pages => pages.forEach(page => page.postMessage({weft: 'who'})))
          """)
  static native void listen(Events events);
}
