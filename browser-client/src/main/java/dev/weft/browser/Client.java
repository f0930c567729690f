package dev.weft.browser;

import dev.weft.browser.driver.BrowserDigests;
import dev.weft.browser.driver.BrowserEntropy;
import dev.weft.browser.driver.BrowserKeyAgreement;
import dev.weft.browser.driver.BrowserLoop;
import dev.weft.browser.driver.BrowserSignatures;
import dev.weft.browser.driver.CacheBlockStore;
import dev.weft.browser.driver.HttpGet;
import dev.weft.browser.driver.HttpOrigin;
import dev.weft.browser.driver.IndexedDbIndex;
import dev.weft.browser.driver.Support;
import dev.weft.browser.page.PageElements;
import dev.weft.core.cache.BlockCache;
import dev.weft.core.fetch.AssetRecord;
import dev.weft.core.fetch.Fetcher;
import dev.weft.core.fetch.SiteAssets;
import dev.weft.core.fetch.Swarm;
import dev.weft.core.io.Done;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.offload.Ledger;
import dev.weft.core.peers.PeerLimits;
import dev.weft.core.peers.PeerScores;
import dev.weft.core.protobuf.Utf8;
import org.jspecify.annotations.Nullable;
import org.teavm.jso.JSObject;

/**
 * The page's client: puts the core together with the browser's drivers, and stands behind {@code
 * window.weft}.
 *
 * <p>In this order: the API is there at once and elements wait; settings, manifest and the cache's
 * index come side by side; then elements are served and the mesh is joined. Whatever fails on the
 * way leaves the page to the origin, and {@code weft.stats().reason} says what it was.
 */
final class Client implements Fetcher.Listener {
  /** How long after DOMContentLoaded elements wait for Weft to run. */
  private static final int GRACE_MILLIS = 200;

  /** How long the cache's index is waited for; a browser may hold its storage back. */
  private static final int CACHE_MILLIS = 500;

  private final Platform platform =
      new Platform(
          new BrowserLoop(),
          new BrowserEntropy(),
          new BrowserDigests(),
          new BrowserSignatures(),
          new BrowserKeyAgreement());
  private final Log log = new Log();
  private final Events events = new Events();
  private final MeshState state = new MeshState(events);
  private final Ledger ledger = new Ledger();
  private final PageElements elements = new PageElements();
  private final Promise<Assets.Running> running = new Promise<>();
  private final Assets assets = new Assets(platform.loop(), running);
  private @Nullable Swarm swarm;
  private @Nullable PageMesh mesh;

  /** Starts; once a page. */
  void start() {
    if (!PageApi.install(state.ready(), assets::fetch, events::on, this::stats, this::stop)) {
      return;
    }
    state.start(platform.loop());
    elements.start();
    running.then(run -> elements.serve(assets), this::off);
    PageMoments.afterContentLoaded(GRACE_MILLIS, this::graceOver);
    String lacks = Log.mode().equals("off") ? "switched-off" : Support.lacksVerification();
    if (lacks == null) {
      open();
    } else {
      running.fail(MeshException.local(lacks, "Weft does not run in this page"));
    }
  }

  private void graceOver() {
    if (!running.isSettled()) {
      log.debug("not running in time: elements take their real URLs");
      elements.standBack();
    }
  }

  private void off(MeshException reason) {
    elements.standBack();
    state.change("off", reason.code(), 0);
  }

  private void open() {
    Promise<byte[]> settings = HttpGet.bytes(SiteManifest.PATH + "config.json", platform.loop());
    Promise<byte[]> root = SiteManifest.get(platform.loop());
    CacheBlockStore.quotaBytes()
        .within(platform.loop(), CACHE_MILLIS, "storage.estimate")
        .then(quota -> open(quota, settings, root), slow -> open(0, settings, root));
  }

  private void open(long quotaBytes, Promise<byte[]> settings, Promise<byte[]> root) {
    BlockCache cache =
        new BlockCache(
            platform.loop(),
            platform.digests(),
            new CacheBlockStore(),
            new IndexedDbIndex(),
            quotaBytes);
    Promise<Done> opened = cache.open().within(platform.loop(), CACHE_MILLIS, "IndexedDB");
    PeerScores scores = new PeerScores();
    SiteAssets listed = new SiteAssets();
    Swarm peers = new Swarm(platform.loop(), listed, cache, scores, PeerLimits.DEFAULT);
    swarm = peers;
    Fetcher fetcher =
        new Fetcher(
            platform.loop(),
            platform.digests(),
            listed,
            peers,
            scores,
            cache,
            new HttpOrigin(platform.loop()),
            this);
    SiteManifest manifest = new SiteManifest(platform, listed, peers);
    Assets.Running run = new Assets.Running(manifest, fetcher);
    manifest
        .load(root)
        .then(
            known -> opened.then(done -> running.resolve(run), slow -> running.resolve(run)),
            running::fail);
    running.then(
        ready ->
            settings.then(
                bytes -> join(SiteConfig.parse(Utf8.decode(bytes)), run, peers),
                reason -> withoutPeers("no-config")),
        reason -> {});
  }

  private void join(@Nullable SiteConfig config, Assets.Running run, Swarm peers) {
    String lacks = Support.lacksPeers();
    if (config == null || lacks != null) {
      withoutPeers(lacks == null ? "bad-config" : lacks);
      return;
    }
    String report = config.report();
    if (report != null) {
      Reporter reporter = new Reporter(platform.loop(), report, ledger, state);
      reporter.start();
      PageMoments.onHide(reporter::report);
    }
    PageMesh joined = new PageMesh(platform, config, run, peers, state, events, log);
    mesh = joined;
    joined.start();
    PageMoments.onHide(joined::leave);
    PageMoments.onReturn(joined::start);
  }

  /** Assets are verified and kept, but nobody else is asked for them. */
  private void withoutPeers(String reason) {
    running.then(run -> run.fetcher.joining(false), none -> {});
    state.change("off", reason, 0);
  }

  @Override
  public void asset(AssetRecord record) {
    ledger.add(record);
    JSObject event = Figures.asset(record);
    events.tell("asset", event);
    if (record.failure != null) {
      events.tell("error", event);
    }
    if (mesh != null && record.failure == null) {
      mesh.kept(record.asset);
    }
    log.debug(
        record.asset.path
            + ": "
            + record.source()
            + ", "
            + record.asset.size
            + " bytes in "
            + record.millis
            + " ms, fallback "
            + record.fallback);
  }

  @Override
  public void manifestStale() {
    log.debug("the origin has other bytes than the manifest says");
    running.then(run -> run.manifest.renew(), none -> {});
  }

  private JSObject stats() {
    if (swarm != null) {
      ledger.uploaded(swarm.uploads().uploadedBytes());
    }
    return Figures.stats(state, ledger.totals());
  }

  /** {@code weft.stop()}: from now on the page is the browser's alone. */
  private void stop() {
    running.fail(MeshException.closed("stopped"));
    elements.standBack();
    if (mesh != null) {
      mesh.leave();
      mesh = null;
    }
    state.change("off", "stopped", 0);
  }
}
