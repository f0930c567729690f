package dev.weft.browser;

import dev.weft.browser.page.AssetTaker;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/**
 * The page's side of the site's service worker; {@link dev.weft.browser.worker} says what both say
 * to one another.
 */
@JSClass(transparent = true)
abstract class PageWorker implements JSObject {
  private PageWorker() {}

  /** Paths of assets. */
  @JSClass(transparent = true)
  abstract static class Paths implements JSObject {
    private Paths() {}

    @JSBody(script = "return []")
    static native Paths none();

    abstract void push(String path);
  }

  /** The client, as the worker's questions reach it. */
  interface Calls extends JSObject {
    /** What may be asked for. */
    Paths paths();

    /**
     * Reads the bytes from {@code start} up to the one before {@code end}, or their gzip variant.
     */
    PageApi.Call read(
        String path, double start, double end, boolean canWait, boolean gzip, AssetTaker taker);

    /** There is no worker of Weft's. */
    void none();
  }

  /**
   * The worker's file is called {@code weft-sw.js}, or {@code weft-sw-} and a version; a site's
   * worker of another name is left alone, and a registration that another tab has just begun has
   * none yet. A page that is seen keeps it running: it says so more often than the 30 s after which
   * browsers stop an idle one.
   */
  @JSBody(
      params = {"calls", "api"},
      script =
          """
          var workers = navigator.serviceWorker,
            script = document.querySelector('script[data-weft-worker]'),
            url = script ? script.dataset.weftWorker : '/weft-sw.js',
            runs,
            registered,
            any = found => found.active || found.waiting || found.installing,
            of = found => found && /\\/weft-sw[-\\w]*\\.js$/.test((any(found) || 0).scriptURL) && any(found),
            say = (kind, paths) => {
              if (runs && of(registered)) of(registered).postMessage({weft: kind, version: 1, paths: paths, free: !workers.controller});
            },
            tell = () => {
              if (!api.leads) return;
              api.worker = false;
              say('paths', calls.paths());
            },
            answers = new Map(),
            answer = (asked, port, asker) => {
              var chunks = [], credits = 0, backlog = 0, headers = {}, call,
                send = () => {
                  while (chunks.length && (credits || !chunks[0])) {
                    var chunk = chunks.shift();
                    if (chunk) {
                      credits--;
                      backlog -= chunk.length;
                    }
                    port.postMessage(chunk, chunk ? [chunk.buffer] : []);
                  }
                },
                lost = () => port.postMessage(false),
                drop = () => {
                  answers.delete(drop);
                  port.close();
                  call.cancel();
                };
              answers.set(drop, asker);
              port.postMessage(0);
              call = calls.read(asked.path, asked.start, asked.end, asked.media,
                asked.gzip && performance.getEntriesByName(location.origin + asked.path)
                  .every(loaded => loaded.workerStart), {
                header: (name, value) => {headers[name] = value},
                backlog: () => backlog,
                head: (status, size) => size == headers['content-length'] && status < 207
                  ? port.postMessage({size: size, headers: headers}) : lost(),
                piece: bytes => {
                  for (var at = 0; at < bytes.length; at += 65536) {
                    var chunk = new Uint8Array(bytes.slice(at, at + 65536).buffer);
                    chunks.push(chunk);
                    backlog += chunk.length;
                  }
                  send();
                },
                end: () => {
                  chunks.push(null);
                  send();
                },
                failed: lost
              });
              port.onmessage = event => {
                if (event.data < 0) {
                  drop();
                } else {
                  port.postMessage(0);
                  credits += event.data;
                  send();
                  call.taken();
                }
              };
            };
          if (workers) {
            workers.addEventListener('controllerchange', tell);
            workers.addEventListener('message', event => {
              var asked = event.data || {};
              if (asked.weft == 'who')
                answers.forEach((asker, drop) => asker == event.source && drop());
              if (/^(who|again)$/.test(asked.weft)) tell();
              if (asked.weft == 'known') api.worker = api.leads && !!workers.controller;
              if (asked.weft == 'get' && Date.now() - asked.at < 200)
                answer(asked, event.ports[0], event.source);
            });
            addEventListener('visibilitychange', () => say('here'));
            setInterval(() => document.hidden || say('here'), 20000);
          }
          return {
            tell: tell,
            start: () => {
              runs = workers && url != 'off';
              if (!runs) return calls.none();
              workers.getRegistration('/')
                .then(found => found && !any(found) ? workers.ready : found)
                .then(found => runs && (!found || of(found)) && workers.register(url, {scope: '/'}))
                .then(made => {
                  registered = made;
                  return made ? workers.ready.then(tell) : runs && calls.none();
                }).catch(reason => {
                  console.info('weft: no worker', reason);
                  calls.none();
                });
            },
            leave: () => {
              say('bye');
              api.worker = runs = false;
            },
            remove: () => workers && workers.getRegistration('/').then(found => {
              if (!of(found)) return;
              of(found).postMessage({weft: 'off'});
              found.unregister();
            }).catch(() => 0)
          }
          """)
  static native PageWorker of(Calls calls, PageApi api);

  /** Weft runs in the page: registers the worker, keeps it running, and answers it. */
  abstract void start();

  /** There are other assets than before. */
  abstract void tell();

  /** The page has nothing to do with it, until it {@link #start}s again. */
  abstract void leave();

  /** Takes the worker away, for all pages of the site. */
  abstract void remove();
}
