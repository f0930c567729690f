package dev.weft.browser.worker;

import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSClass;
import org.teavm.jso.JSObject;

/** The pages that run Weft, as far as they have said so since the worker was started. */
@JSClass(transparent = true)
abstract class Pages implements JSObject {
  private Pages() {}

  /** One of them. */
  @JSClass(transparent = true)
  abstract static class Page implements JSObject {
    private Page() {}

    /** Asks it for what is asked for; what it answers is heard by {@code hearing}. */
    @JSBody(
        params = {"asked", "hearing"},
        script =
            """
            var channel = new MessageChannel(), port = channel.port1;
            port.onmessage = event => {
              var said = event.data;
              hearing.alive();
              if (said === null) hearing.end();
              else if (said === false) hearing.lost();
              else if (said.byteLength) hearing.chunk(said);
              else if (said.headers) hearing.head(said.size, said.headers);
            };
            this.client.postMessage({
              weft: 'get',
              path: asked.path,
              start: asked.start,
              end: asked.end,
              media: asked.media,
              gzip: asked.gzip,
              at: Date.now()
            }, [channel.port2]);
            return port
            """)
    native Port ask(Asked asked, Hearing hearing);
  }

  /** The way to a page that is being asked. */
  @JSClass(transparent = true)
  abstract static class Port implements JSObject {
    private Port() {}

    /** Grants so many chunks more; 0 asks for a sign of life. */
    @JSBody(params = "chunks", script = "this.postMessage(chunks)")
    native void grant(int chunks);

    /** Nothing more is wanted or heard. */
    @JSBody(script = "this.onmessage = null; this.postMessage(-1); this.close()")
    native void leave();
  }

  /** Hears what a page answers. */
  interface Hearing extends JSObject {
    /** The page lives; comes before each of the others. */
    void alive();

    /** It has the asset, of that size in all; its bytes follow. */
    void head(double size, JSObject headers);

    /** The next bytes, a typed array. */
    void chunk(JSObject bytes);

    /** That was all. */
    void end();

    /** The rest does not come from it. */
    void lost();
  }

  /** Knows nobody. */
  @JSBody(script = "return new Map()")
  static native Pages none();

  /**
   * A page says something. One that no worker controls is taken: it was loaded past the worker, or
   * while the worker took those that were there.
   */
  @JSBody(
      params = {"page", "message"},
      script =
          """
          var kind = message && message.weft;
          if (kind == 'paths' && message.version == 1) {
            var known = this.get(page.id) || {client: page};
            known.paths = new Set(message.paths);
            this.delete(page.id);
            this.set(page.id, known);
            page.postMessage({weft: 'known'});
            if (message.free) clients.claim();
          }
          if (kind == 'bye') this.delete(page.id);
          if (kind == 'off') this.clear()
          """)
  native void told(JSObject page, JSObject message);

  /** Who may be asked for the path: the page with that id, or the one that spoke last; or null. */
  @JSBody(
      params = {"id", "path"},
      script =
          """
          var page = this.get(id) || Array.from(this.values()).pop();
          return page && page.paths.has(path) ? page : null
          """)
  native @Nullable Page sharing(String id, String path);

  /** Whether it has not said goodbye. */
  @JSBody(params = "page", script = "return this.get(page.client.id)==page")
  native boolean know(Page page);

  /** Forgets one that does not answer, until it does: it is asked to say again what it shares. */
  @JSBody(
      params = "page",
      script = "this.delete(page.client.id);page.client.postMessage({weft:'again'})")
  native void forget(Page page);
}
