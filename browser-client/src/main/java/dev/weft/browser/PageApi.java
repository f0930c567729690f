package dev.weft.browser;

import dev.weft.browser.page.AssetTaker;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;
import org.teavm.jso.JSProperty;

/**
 * {@code window.weft}: what the page's own scripts see of the client.
 *
 * <p>The page stands at {@code joining} at first, then {@code mesh} (connected to peers), {@code
 * alone} (nobody there) or {@code off} (not possible, for a reason), which may change again. {@code
 * weft.ready} is kept at the first change; what has not joined in three seconds counts as alone.
 */
@JSClass(transparent = true)
abstract class PageApi implements JSObject {
  private PageApi() {}

  /** The client, as the page's calls reach it. */
  interface Calls extends JSObject {
    /** {@code weft.fetch(what)}. */
    Call fetch(String what, AssetTaker taker);

    /** {@code weft.stats()}. */
    JSObject stats();

    /** {@code weft.stop()}. */
    void stop();

    /** {@code weft.uninstall()}. */
    void uninstall();

    /** {@code weft.consent(yes)}. */
    void consent(boolean yes);
  }

  /** One call of {@code weft.fetch}. */
  interface Call extends JSObject {
    /** The page wants no more. */
    void cancel();

    /** Some of the backlog has been passed on, or more is waited for: see {@code Fetcher#taken}. */
    void taken();
  }

  /**
   * State and listeners of a page. Listeners of an event that Weft has not never hear; what one
   * throws goes to the page's console, not to us.
   */
  @JSBody(
      script =
          """
          var events = new EventTarget(), ready, api = {
            state: 'joining',
            peers: 0,
            reason: null,
            worker: false,
            leads: false,
            ready: new Promise(keep => {ready = keep}),
            on: (event, listener) => {
              var hear = told => listener(told.detail);
              events.addEventListener(event, hear);
              return () => events.removeEventListener(event, hear);
            },
            tell: (event, what) => events.dispatchEvent(new CustomEvent(event, {detail: what})),
            enter: (state, peers, reason) => {
              var moved = state != api.state || peers != api.peers,
                told = {state: state, peers: peers, reason: reason};
              Object.assign(api, told);
              if (!moved) return;
              if (ready) console.info('weft: ' + state + (reason ? ' (' + reason + ')' : ''));
              if (ready) ready(told);
              ready = null;
              api.tell('state', told);
            },
            join: () => {
              api.enter('joining', 0, null);
              setTimeout(() => {
                if (api.state == 'joining') api.enter('alone', 0, 'joining-slow');
              }, 3000);
            }
          };
          return api
          """)
  static native PageApi create();

  /** Puts it on the global object; false when it is there already, as of a script loaded twice. */
  boolean publish(Calls calls) {
    return publish(this, calls, fetch(calls));
  }

  @JSBody(
      params = {"api", "calls", "fetch"},
      script =
          """
          if (self.weft) return false;
          self.weft = Object.freeze({
            ready: api.ready,
            fetch: fetch,
            on: api.on,
            stats: () => calls.stats(),
            stop: () => calls.stop(),
            uninstall: () => calls.uninstall(),
            consent: yes => calls.consent(!!yes)
          });
          return true
          """)
  private static native boolean publish(PageApi api, Calls calls, JSObject fetch);

  /** {@code weft.fetch(what, {signal})}: a promise of a {@code Response} whose body streams. */
  @JSBody(
      params = "calls",
      script =
          """
          return (what, options) => new Promise((keep, fail) => {
            var path = String(what),
              signal = options && options.signal,
              body,
              broken = error => {
                fail(error);
                if (body) body.error(error);
              },
              call = calls.fetch(path, {
                head: (status, size, type) => {
                  var headers = {}, stream = new ReadableStream({
                    start: given => {body = given},
                    cancel: () => call.cancel()
                  });
                  if (type) headers['content-type'] = type;
                  if (size >= 0) headers['content-length'] = size;
                  keep(new Response([101, 204, 205, 304].includes(status) ? null : stream,
                    {status: status, headers: headers}));
                },
                piece: bytes => body.enqueue(new Uint8Array(bytes.slice().buffer)),
                end: () => body.close(),
                failed: (code, message) =>
                  broken(Object.assign(new Error(message), {name: 'WeftError', code: code})),
                elsewhere: path => keep(fetch(path, {signal: signal}))
              }),
              abort = () => {
                call.cancel();
                broken(signal.reason);
              };
            if (signal) {
              if (signal.aborted) abort();
              signal.addEventListener('abort', abort);
            }
          })
          """)
  private static native JSObject fetch(Calls calls);

  /** Calls the function at each such event. */
  abstract void on(String event, JSObject function);

  /** Tells those who listen to the event. */
  abstract void tell(String event, @Nullable JSObject what);

  /** The page begins to join. */
  abstract void join();

  /** Enters a state, and says so when it is another; the first time on the console too. */
  abstract void enter(String state, int peers, @Nullable String reason);

  /** Open and known peers. */
  @JSProperty
  abstract int getPeers();

  /** Says to who debugs, with {@code ?weft=debug}, what was decided, and of what or why. */
  @JSBody(
      params = {"what", "detail"},
      script =
          """
          if (new URLSearchParams(location.search).get('weft') == 'debug')
            console.info('weft: ' + what, detail)
          """)
  static native void debug(String what, @Nullable String detail);
}
