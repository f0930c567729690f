// Runs in the visitor's page before any of its scripts; keeps what window.weft tells, for Visitor to read.
window.weftVisit = (() => {
  const ATTACH_MILLIS = 5;
  const record = { ready: null, assets: [] };

  const attach = () => {
    const weft = window.weft;
    if (!weft || typeof weft.on !== "function") return false;
    weft.on("asset", (asset) => {
      const arrived = performance.now();
      record.assets.push({
        path: asset.path,
        source: asset.source,
        bytes: asset.bytes,
        from: asset.from,
        millis: asset.millis,
        fallback: asset.fallback || "",
        askedAt: arrived - asset.millis,
      });
    });
    weft.ready.then((ready) => {
      record.ready = { state: ready.state, reason: ready.reason || "", at: performance.now() };
    });
    return true;
  };
  const timer = setInterval(() => {
    if (attach()) clearInterval(timer);
  }, ATTACH_MILLIS);

  const pictures = () => [...document.images].filter((image) => image.dataset.weftSrc || image.getAttribute("src"));
  const films = () => [...document.querySelectorAll("video")];
  const HAVE_FUTURE_DATA = 3;

  return {
    /** What is not on the page yet, by its path. */
    missing: () => [
      ...pictures()
        .filter((image) => !image.complete || image.naturalWidth === 0)
        .map((image) => image.dataset.weftSrc || image.src),
      ...films()
        .filter((film) => film.error || (!film.currentTime && film.readyState < HAVE_FUTURE_DATA))
        .map((film) => film.dataset.weftSrc || film.src),
    ],
    /** Moves on by a share of the window; true at the end of the page. */
    scroll: (share) => {
      window.scrollBy({ top: window.innerHeight * share, behavior: "instant" });
      return window.scrollY + window.innerHeight >= document.documentElement.scrollHeight - 2;
    },
    /** Plays each film as soon as it can. */
    play: () => {
      for (const film of films()) {
        film.muted = true;
        film.scrollIntoView({ block: "center", behavior: "instant" });
        const start = () => film.play().catch(() => {});
        if (film.currentSrc) start();
        else film.addEventListener("loadstart", start, { once: true });
      }
    },
    /** Films that have shown something. */
    played: () => films().filter((film) => film.currentTime > 0).length,
    films: () => films().length,
    result: () => ({
      ready: record.ready,
      assets: record.assets,
      stats: window.weft ? window.weft.stats() : null,
      navigationStart: performance.timeOrigin,
      loadMillis: performance.getEntriesByType("navigation")[0]?.loadEventEnd ?? 0,
      now: performance.now(),
    }),
  };
})();
