const FLOATING = '/weft/weft.js';

/** Loads the client into the page, unless a script tag does so; no bundle holds it. */
export function start(options = {}) {
  if (typeof document === 'undefined') return Promise.resolve(null);
  if (globalThis.weft) return Promise.resolve(globalThis.weft);
  const found = document.querySelector('script[src^="/weft/weft"]');
  return found ? Promise.race([loaded(found), pageLoaded()]) : loaded(add(options));
}

function add({ src = FLOATING, integrity, key, worker, mode }) {
  const script = document.createElement('script');
  if (integrity) script.integrity = integrity;
  if (key) script.dataset.weftKey = key;
  if (worker !== undefined) script.dataset.weftWorker = worker || 'off';
  if (mode) script.dataset.weftMode = mode;
  script.src = src;
  return document.head.appendChild(script);
}

function loaded(script) {
  return new Promise(keep => {
    script.addEventListener('load', () => keep(globalThis.weft ?? null));
    script.addEventListener('error', () => keep(null));
  });
}

/** A script of the page that failed before now has no event left: the page's own end tells. */
function pageLoaded() {
  return new Promise(keep => {
    if (document.readyState === 'complete') keep(null);
    else addEventListener('load', () => keep(globalThis.weft ?? null));
  });
}
