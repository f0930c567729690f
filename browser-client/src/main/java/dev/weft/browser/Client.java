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
import dev.weft.browser.page.AssetTaker;
import dev.weft.browser.page.PageElements;
import dev.weft.core.bitswap.BitswapSession;
import dev.weft.core.cache.BlockCache;
import dev.weft.core.fetch.AssetRecord;
import dev.weft.core.fetch.Fetcher;
import dev.weft.core.fetch.SiteAssets;
import dev.weft.core.fetch.Swarm;
import dev.weft.core.io.Done;
import dev.weft.core.io.EventLoop;
import dev.weft.core.io.MeshException;
import dev.weft.core.io.Platform;
import dev.weft.core.io.Promise;
import dev.weft.core.mesh.SiteKey;
import dev.weft.core.multiformats.Multihash;
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
 * index come side by side. With the settings the mesh is joined, with the other two elements are
 * served. Whatever fails on the way leaves the page to the origin, and {@code weft.stats().reason}
 * says what it was.
 */
final class Client implements Fetcher.Listener {
  /** How long after DOMContentLoaded elements wait for Weft to run. */
  private static final int GRACE_MILLIS = 200;

  /** How long the cache's index is waited for; a browser may hold its storage back. */
  private static final int CACHE_MILLIS = 500;

  /** The cache's share of what the browser grants the site, unless the site says another. */
  private static final double CACHE_PERCENT = 10;

  private final EventLoop loop = new BrowserLoop();
  private final Platform platform =
      new Platform(
          loop,
          new BrowserEntropy(),
          new BrowserDigests(),
          new BrowserSignatures(),
          new BrowserKeyAgreement());
  private final Ledger ledger = new Ledger();
  private final BlockCache cache =
      new BlockCache(loop, platform.digests(), new CacheBlockStore(), new IndexedDbIndex(), 0);
  private final PeerScores scores = new PeerScores();
  private final SiteAssets listed = new SiteAssets();
  private final Swarm swarm = new Swarm(loop, listed, cache, scores, PeerLimits.DEFAULT);
  private final HttpOrigin origin = new HttpOrigin();
  private final Fetcher fetcher =
      new Fetcher(loop, platform.digests(), swarm, scores, cache, origin, this);
  private final PageApi api = PageApi.create();
  private final PageWorker worker = PageWorker.of(new WorkerCalls(), api);
  private final SiteManifest manifest = new SiteManifest(platform, listed, swarm, worker::tell);
  private Promise<Done> running = new Promise<>();
  private final Assets assets = new Assets(loop, running, manifest, fetcher);
  private final PageElements elements = PageElements.of(assets);
  private final Tabs tabs = Tabs.of(new Place(), api);
  private @Nullable PageMesh mesh;

  /** What runs while this tab leads; null when it does not. */
  private @Nullable Promise<Done> led;

  /** Whether a yes of the visitor would change that. */
  private boolean refused;

  /** Starts; once a page. */
  void start() {
    if (!api.publish(new Calls())) {
      return;
    }
    swarm.strangers(
        connection -> new BitswapSession(connection, loop, swarm, swarm.uploads(), cache));
    elements.watch();
    PageMoments.afterContentLoaded(GRACE_MILLIS, this::graceOver);
    Consent.listen(this::said);
    String lacks = Support.lacksVerification();
    String refusal = lacks == null ? Consent.refusal() : lacks;
    if (refusal == null) {
      wanted();
      return;
    }
    off(refusal);
    refused = lacks == null && !refusal.equals("switched-off");
    worker.remove();
    if (refusal.equals("uninstalled") || refusal.equals("refused")) {
      Consent.withdrawn(refusal); // and what the page before still wrote
    } else if (refusal.equals(Consent.UNANSWERED)) {
      Consent.ask();
    }
  }

  private void wanted() {
    begin();
    tabs.enter();
  }

  /** Elements and scripts wait until Weft runs, or will not. */
  private void begin() {
    running = new Promise<>();
    assets.running(running);
    running.then(done -> elements.runs(true), never -> {});
  }

  /** What is asked for from now on, and who waits, is the browser's. */
  private void end(String why) {
    MeshException reason = MeshException.local(why);
    running.fail(reason);
    running = Promise.failed(reason);
    assets.running(running);
    elements.runs(false);
  }

  /** What becomes of the page among the site's tabs. */
  private final class Place implements Tabs.Calls {
    @Override
    public void lead() {
      if (running.isSettled()) {
        begin();
      }
      led = running;
      origin.viaWorker(false);
      open(running);
    }

    @Override
    public void follow() {
      end("follows");
      origin.viaWorker(true);
      worker.start();
    }

    @Override
    public void leave() {
      led = null;
      end("follows");
      worker.leave();
      if (mesh != null) {
        mesh.leave();
      }
    }
  }

  /** The visitor agrees, here or in another page, or does not for a reason. */
  private void said(@Nullable String reason) {
    api.tell("consent", null);
    if (reason != null) {
      if (refused) {
        api.enter("off", 0, reason);
      } else {
        off(reason);
      }
    } else if (refused) {
      refused = false;
      wanted();
    }
  }

  private void withdraw(String reason) {
    Consent.withdrawn(reason);
    worker.remove();
    said(reason);
  }

  /** What the page's scripts call. */
  private final class Calls implements PageApi.Calls {
    @Override
    public PageApi.Call fetch(String what, AssetTaker taker) {
      return assets.fetch(what, taker);
    }

    @Override
    public JSObject stats() {
      return Figures.stats(api, totals().totals());
    }

    @Override
    public void stop() {
      off("stopped");
    }

    @Override
    public void uninstall() {
      withdraw("uninstalled");
    }

    @Override
    public void consent(boolean yes) {
      if (yes) {
        Consent.given();
        said(null);
      } else {
        withdraw("refused");
      }
    }
  }

  /** What the site's service worker asks of the page. */
  private final class WorkerCalls implements PageWorker.Calls {
    @Override
    public PageWorker.Paths paths() {
      PageWorker.Paths paths = PageWorker.Paths.none();
      // What an idle page would only pass on, the browser asks for sooner itself.
      listed.paths(fetcher.isResting() ? assets.canWaitFrom() : 0, paths::push);
      return paths;
    }

    @Override
    public PageApi.Call read(
        String path, double start, double end, boolean canWait, boolean gzip, AssetTaker taker) {
      return assets.read(path, start, end, canWait, gzip, taker);
    }

    @Override
    public void none() {
      tabs.apart();
    }
  }

  private void graceOver() {
    if (!running.isSettled()) {
      PageApi.debug("late", null);
      elements.runs(false);
    }
  }

  /** From now on the page is the browser's alone. */
  private void off(String reason) {
    refused = false;
    tabs.leave();
    end(reason);
    LastPage.forget();
    api.enter("off", 0, reason);
  }

  private void open(Promise<Done> run) {
    SiteConfig kept = SiteConfig.parse(LastPage.settings());
    Promise<byte[]> settings = HttpGet.bytes(SiteManifest.PATH + "config.json");
    Promise<Done> loaded = manifest.load();
    settings.then(
        bytes -> {
          String text = Utf8.decode(bytes);
          if (led == run) {
            LastPage.keep("weft-settings", text);
          }
          SiteConfig config = SiteConfig.parse(text);
          if (kept == null || config == null || config.isOff()) {
            join(config, loaded, run);
          } else {
            kept.renew(config);
          }
        },
        reason -> {
          if (kept == null) {
            withoutPeers("no-config", run);
          }
        });
    if (kept != null) {
      join(kept, loaded, run);
    }
    Promise<Done> opened =
        CacheBlockStore.quota(CACHE_PERCENT)
            .flatMap(
                bytes -> {
                  cache.quota(bytes);
                  return cache.open();
                })
            .map(
                done -> {
                  manifest.forgetUnlisted();
                  swarm.tellAll();
                  return done;
                })
            .within(loop, CACHE_MILLIS, "storage");
    loaded.then(
        root -> opened.then(run::resolve, slow -> run.resolve(Done.DONE)),
        reason -> {
          if (led == run) {
            off(reason.code());
          }
        });
  }

  /** Joins, while the manifest and the cache's index are still on their way. */
  private void join(@Nullable SiteConfig config, Promise<Done> loaded, Promise<Done> run) {
    if (led != run) {
      return;
    }
    if (config != null && config.isOff()) {
      off("switched-off");
      worker.remove();
      return;
    }
    String lacks = Support.lacksPeers();
    if (config == null || lacks != null) {
      withoutPeers(lacks == null ? "bad-config" : lacks, run);
      return;
    }
    assets.canWaitFrom((long) config.canWaitBytes(Assets.LARGE_BYTES));
    double percent = config.number("cachePercent", CACHE_PERCENT);
    if (percent != CACHE_PERCENT) {
      CacheBlockStore.quota(percent).then(cache::quota, mute -> {});
    }
    PageMesh joining = mesh == null ? mesh(config, loaded) : mesh;
    mesh = joining;
    joining.start();
    run.then(done -> worker.start(), never -> {});
  }

  /** The page's mesh, when it is there for the first time. */
  private PageMesh mesh(SiteConfig config, Promise<Done> loaded) {
    PageMoments.beforeLeaving(cache::hurry);
    String report = config.report();
    if (report != null) {
      Reporter.start(
          report, millis -> Figures.report(totals().takeUnreported(), api.getPeers(), millis));
    }
    Promise<Multihash> site = loaded.map(root -> SiteKey.of(manifest.siteKey()));
    return new PageMesh(platform, config, site, manifest.listed(), fetcher, swarm, scores, api);
  }

  /** Assets are verified and kept, but nobody else is asked for them. */
  private void withoutPeers(String reason, Promise<Done> run) {
    run.then(
        done -> {
          if (led == run) {
            tabs.apart();
            fetcher.joining(false);
            api.enter("off", 0, reason);
          }
        },
        never -> {});
  }

  private Ledger totals() {
    ledger.uploaded(swarm.uploads().uploadedBytes());
    return ledger;
  }

  @Override
  public void asset(AssetRecord record) {
    if (led == null) {
      return; // the tab that leads has counted it
    }
    ledger.add(record);
    JSObject event = Figures.asset(record);
    api.tell("asset", event);
    if (record.failure != null) {
      api.tell("error", event);
    } else if (mesh != null) {
      mesh.kept(record.asset);
    }
  }

  @Override
  public void restChanged() {
    worker.tell();
  }

  @Override
  public void manifestStale() {
    PageApi.debug("stale manifest", null);
    manifest.renew();
  }
}
