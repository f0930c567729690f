package dev.weft.browser;

import dev.weft.browser.js.Deferred;
import dev.weft.browser.page.AssetSource;
import dev.weft.core.fetch.Asset;
import dev.weft.core.fetch.Fetcher;
import dev.weft.core.fetch.Sink;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;
import org.teavm.jso.JSObject;
import org.teavm.jso.file.Blob;

/** Gives the page its assets: its elements, and its scripts through {@code weft.fetch}. */
final class Assets implements AssetSource {
  /** How long an element waits for the shard that lists its asset: some round trips. */
  private static final int SHARD_MILLIS = 1_000;

  /** From this size on an asset counts as one that can wait: half a second at 16 Mbit/s. */
  private static final int LARGE_BYTES = 1 << 20;

  /** No CID that Weft knows is shorter in any base. */
  private static final int MIN_CID_CHARS = 46;

  private final EventLoop loop;
  private final Promise<Running> running;

  /** What there is once Weft runs. */
  static final class Running {
    final SiteManifest manifest;
    final Fetcher fetcher;

    Running(SiteManifest manifest, Fetcher fetcher) {
      this.manifest = manifest;
      this.fetcher = fetcher;
    }

    Fetcher.Handle fetch(Asset asset, boolean canWait, Sink sink) {
      boolean patient = canWait || asset.size >= LARGE_BYTES;
      return fetcher.fetch(asset.path, patient, sink);
    }
  }

  /**
   * Assets of a page.
   *
   * @param running settles when Weft runs, or fails when it will not
   */
  Assets(EventLoop loop, Promise<Running> running) {
    this.loop = loop;
    this.running = running;
  }

  @Override
  public Promise<Blob> load(String url, int maxBytes, boolean canWait) {
    Promise<Blob> blob = new Promise<>();
    running.then(
        run ->
            listed(run, url)
                .then(
                    asset -> {
                      if (asset.size > maxBytes) {
                        blob.fail(MeshException.local("too-large", asset.path));
                      } else {
                        run.fetch(asset, canWait, new BlobSink(blob));
                      }
                    },
                    blob::fail),
        blob::fail);
    return blob;
  }

  private Promise<Asset> listed(Running run, String url) {
    Promise<Asset> inTime = new Promise<>();
    run.manifest.find(path(url)).then(inTime::resolve, inTime::fail);
    return inTime.within(loop, SHARD_MILLIS, "the shard is late");
  }

  /** {@code weft.fetch}: a promise of a {@code Response}. */
  JSObject fetch(String what, @Nullable JSObject signal) {
    Deferred response = Deferred.create();
    ResponseSink sink = new ResponseSink(response);
    PageApi.onAbort(signal, sink::abort);
    Cid cid = cid(what);
    running
        .flatMap(run -> cid == null ? run.manifest.find(path(what)) : run.manifest.find(cid))
        .flatMap(asset -> running.map(run -> run.fetch(asset, false, sink)))
        .then(
            sink::handle,
            reason -> {
              if (cid == null) {
                response.resolve(PageApi.plainFetch(what, signal));
              } else {
                sink.failed(MeshException.local("not-in-manifest", what));
              }
            });
    return response.getPromise();
  }

  /** The CID that the text is, or null: no path of a site looks like one. */
  private static @Nullable Cid cid(String text) {
    if (text.length() < MIN_CID_CHARS || text.indexOf('/') >= 0 || text.indexOf('.') >= 0) {
      return null;
    }
    try {
      return Cid.parse(text);
    } catch (MeshException notOne) {
      return null;
    }
  }

  /** The path of a URL of this origin as the manifest has it; empty for others and with a query. */
  @JSBody(
      params = "url",
      script =
          "try{var full=new URL(url,document.baseURI);"
              + "return full.origin==location.origin&&!full.search?full.pathname:''}"
              + "catch(malformed){return ''}")
  private static native String path(String url);
}
