package dev.weft.browser;

import dev.weft.browser.page.AssetSource;
import dev.weft.browser.page.AssetTaker;
import dev.weft.core.fetch.Asset;
import dev.weft.core.fetch.Fetcher;
import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Promise;
import dev.weft.core.multiformats.Cid;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSBody;

/** Gives the page its assets: its elements, and its scripts through {@code weft.fetch}. */
final class Assets implements AssetSource {
  /** How long an element waits for the shard that lists its asset: some round trips. */
  private static final int SHARD_MILLIS = 1_000;

  /**
   * From this size on an asset counts as one that can wait, as a rule: half a second at 16 Mbit/s.
   */
  static final int LARGE_BYTES = 1 << 20;

  /** No CID that Weft knows is shorter in any base. */
  private static final int MIN_CID_CHARS = 46;

  private final EventLoop loop;
  private Promise<Done> running;
  private final SiteManifest manifest;
  private final Fetcher fetcher;
  private long canWaitFrom = LARGE_BYTES;

  /**
   * Assets of a page.
   *
   * @param running settles when Weft runs, or fails when it will not
   */
  Assets(EventLoop loop, Promise<Done> running, SiteManifest manifest, Fetcher fetcher) {
    this.loop = loop;
    this.running = running;
    this.manifest = manifest;
    this.fetcher = fetcher;
  }

  /** From now on another promise counts. */
  void running(Promise<Done> another) {
    running = another;
  }

  /** From so many bytes on an asset counts as one that can wait from now on. */
  void canWaitFrom(long bytes) {
    canWaitFrom = bytes;
  }

  /** The same. */
  long canWaitFrom() {
    return canWaitFrom;
  }

  @Override
  public void load(String url, int maxBytes, boolean canWait, AssetTaker taker) {
    PageSink sink = new PageSink(fetcher, taker);
    // Not the manifest's own promise: others may wait longer for the same shard.
    manifest
        .find(path(url))
        .map(asset -> asset)
        .within(loop, SHARD_MILLIS, "the shard is late")
        .then(
            asset -> {
              if (asset.size > maxBytes) {
                sink.failed(MeshException.local("too-large", asset.path));
              } else {
                fetch(asset, canWait, sink);
              }
            },
            sink::failed);
  }

  private void fetch(Asset asset, boolean canWait, PageSink sink) {
    sink.fetch(asset, canWait || asset.size >= canWaitFrom, false);
  }

  /** {@code weft.fetch}; what is asked for by its CID is verified whether Weft runs or not. */
  PageSink fetch(String what, AssetTaker taker) {
    PageSink sink = new PageSink(fetcher, taker);
    Cid cid = cid(what);
    if (cid == null) {
      running
          .flatMap(done -> manifest.find(path(what)))
          .then(asset -> fetch(asset, false, sink), reason -> taker.elsewhere(what));
    } else {
      running.then(done -> byName(cid, sink), reason -> byName(cid, sink));
    }
    return sink;
  }

  private void byName(Cid cid, PageSink sink) {
    manifest
        .known()
        .flatMap(done -> manifest.find(cid))
        .then(asset -> sink.fetch(asset, false, true), sink::failed);
  }

  /** Reads a part of an asset for the service worker. */
  PageSink read(
      String path, double start, double end, boolean canWait, boolean gzip, AssetTaker taker) {
    PageSink sink = new PageSink(fetcher, taker);
    manifest
        .find(path)
        .then(
            asset -> sink.read(asset, start, end, canWait || asset.size >= canWaitFrom, gzip),
            sink::failed);
    return sink;
  }

  /** The CID that the text is, or null: no path of a site looks like one. */
  private static @Nullable Cid cid(String text) {
    if (text.length() < MIN_CID_CHARS) {
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
          """
          try {
            var full = new URL(url, document.baseURI);
            return full.origin == location.origin && !full.search ? full.pathname : '';
          } catch (malformed) {
            return '';
          }
          """)
  private static native String path(String url);
}
