package dev.weft.browser;

import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/**
 * The tabs of the site in this browser, of which one leads: it has the node, and serves the others
 * through the service worker. A Web Lock says who. A tab that is closed, left or stopped gives it
 * to the next one at once; one that hangs loses it to a tab that is seen, which asks for a sign of
 * life twice a second and takes the lock after a second without. Signs are asked for and given by
 * messages alone, as browsers hold back the timers of tabs that are not seen.
 *
 * <p>Lock and channel are named by the version of what pages and worker say to one another: tabs of
 * another version cannot be served by this one.
 */
@JSClass(transparent = true)
abstract class Tabs implements JSObject {
  private Tabs() {}

  /** The client, as its place among the tabs moves it. */
  interface Calls extends JSObject {
    /** This tab leads from now on. */
    void lead();

    /** Another one does. */
    void follow();

    /** This tab leads no more, or follows no more: it is left, or was replaced. */
    void leave();
  }

  /** The place of a tab that has none yet. What the leader is told of the mesh, all are told. */
  @JSBody(
      params = {"calls", "api"},
      script =
          """
          var name = 'weft 1', alone = !navigator.locks, wanted, channel, waits, free, timer, unheard,
            lead = () => {
              waits = null;
              clearTimeout(timer);
              api.leads = true;
              api.join();
              calls.lead();
            },
            tell = () => free && channel.postMessage(
              {state: api.state, peers: api.peers, reason: api.reason, worker: api.worker}),
            watch = () => {
              clearTimeout(timer);
              unheard = 0;
              if (waits) ask();
            },
            ask = () => {
              if (unheard++ < 2) {
                channel.postMessage(0);
                if (!document.hidden) timer = setTimeout(ask, 500);
              } else {
                waits.abort();
                take({steal: true});
              }
            },
            follow = () => {
              waits = new AbortController();
              take({signal: waits.signal});
              calls.follow();
              watch();
            },
            take = how => {
              var here = channel, led;
              navigator.locks.request(name, how, lock => {
                if (here != channel) return;
                if (!lock) return follow();
                led = new Promise(keep => {free = keep});
                lead();
                return led;
              }).catch(reason => {
                if (here != channel) return;
                if (led) {
                  free = null;
                  api.leads = false;
                  calls.leave();
                  follow();
                } else if (reason.name != 'AbortError') {
                  apart();
                }
              });
            },
            enter = () => {
              api.join();
              if (alone) return lead();
              channel = new BroadcastChannel(name);
              channel.onmessage = event => {
                var said = event.data;
                if (!said && free) {
                  tell();
                  api.tell('seen');
                } else if (said && waits) {
                  unheard = 0;
                  api.worker = said.worker && !!navigator.serviceWorker.controller;
                  api.enter(said.state, said.peers, said.reason);
                }
              };
              take({ifAvailable: true});
            },
            part = () => {
              clearTimeout(timer);
              if (waits) waits.abort();
              if (free) free();
              if (channel) channel.close();
              channel = waits = free = null;
            },
            apart = () => {
              alone = true;
              part();
              if (wanted && !api.leads) lead();
            },
            leave = () => {
              api.leads = false;
              calls.leave();
              part();
            };
          api.on('state', tell);
          document.addEventListener('visibilitychange', watch);
          addEventListener('pagehide', leave);
          addEventListener('pageshow', event => event.persisted && wanted && enter());
          return {
            enter: () => {
              wanted = true;
              enter();
            },
            leave: () => {
              wanted = false;
              leave();
            },
            apart: apart
          }
          """)
  static native Tabs of(Calls calls, PageApi api);

  /** Takes a place, and takes one anew when the page comes out of the back-forward cache. */
  abstract void enter();

  /** Gives it up, as the page does when it is left. */
  abstract void leave();

  /** Nothing can be shared with other tabs: this one leads for itself. */
  abstract void apart();
}
