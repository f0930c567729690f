/** Where the page stands: `off` with a reason when the origin alone serves it. */
export type WeftState = 'joining' | 'mesh' | 'alone' | 'off';

export interface WeftStatus {
  state: WeftState;
  peers: number;
  reason: string | null;
}

/** Bytes, decoded, by where they came from; of what came as a gzip variant, the variant's. */
export interface WeftSources {
  peers: number;
  origin: number;
  cache: number;
  httpCache: number;
}

export type WeftFallback = 'no-peer' | 'joining' | 'budget' | 'stalled' | 'bad-block';

/** An asset that has come, or, in the event `error`, has not. */
export interface WeftAsset {
  path: string;
  cid: string;
  source: 'peers' | 'origin' | 'cache' | 'http-cache';
  bytes: number;
  millis: number;
  fallback: WeftFallback | null;
  failure: string | null;
  from: WeftSources;
}

export interface WeftPeer {
  id: string;
  open: boolean;
  /** What is held against it; at 100 it is banned. */
  faults: number;
}

export interface WeftStats extends WeftStatus {
  /** Whether the service worker asks this page's node, which may be another tab's. */
  worker: boolean;
  /** Whether this tab has the node; others of the site in this browser are served by it. */
  leads: boolean;
  /** `peersEncoded`: what the origin would have sent; `originWire`: what it sent. */
  bytes: WeftSources & { peersEncoded: number; originWire: number };
  uploaded: number;
  verifyFailures: number;
  fallbacks: Record<WeftFallback, number>;
  assets: number;
  failures: number;
}

export interface WeftEvents {
  state: WeftStatus;
  peer: WeftPeer;
  asset: WeftAsset;
  error: WeftAsset;
  consent: null;
}

/** `window.weft`. */
export interface Weft {
  /** Kept after 3 s at the latest; never rejects. */
  readonly ready: Promise<WeftStatus>;
  /**
   * Fetches an asset of the site by its path, or by its CID. Paths that the manifest does not list
   * are fetched plainly. By a CID only its very bytes come: it rejects with a `WeftError` of code
   * `not-in-manifest` when it is unknown, `changed-at-origin` when nobody has them any more.
   */
  fetch(what: string | URL, options?: { signal?: AbortSignal }): Promise<Response>;
  /** Returns a function that ends it. */
  on<E extends keyof WeftEvents>(event: E, listener: (told: WeftEvents[E]) => void): () => void;
  stats(): WeftStats;
  /** The visitor's answer, for all pages of the site; a no also does what `uninstall` does. */
  consent(yes: boolean): void;
  /** Leaves the mesh; the page goes on from its origin. */
  stop(): void;
  /** Also removes the service worker and all that is kept in this browser, for good. */
  uninstall(): void;
}

export interface WeftError extends Error {
  name: 'WeftError';
  code: string;
}

export interface StartOptions {
  /** Where the script is; `/weft/weft.js` by default. */
  src?: string;
  /** Its SRI hash, as `weft/weft.js.sri` has it. */
  integrity?: string;
  /** The site's public key, base64url, to pin it. */
  key?: string;
  /** Where the service worker is; `false` for none. */
  worker?: string | false;
  /** `'ask'` lets a banner ask before anything happens. */
  mode?: 'auto' | 'ask' | 'off';
}

/**
 * Loads the client into the page, unless it is there. Keeps its promise with `null` where there is
 * no page (server-side rendering) or the script did not load.
 */
export function start(options?: StartOptions): Promise<Weft | null>;

declare global {
  interface Window {
    weft?: Weft;
  }
}
