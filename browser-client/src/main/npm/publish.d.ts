export interface PublishOptions {
  /** The key that signs manifests, outside of the build; made when it is not there. Keep it. */
  key: string;
  /** After a change of keys: the former one, which vouches for the new one. */
  formerKey?: string;
  /** Nodes where pages join the mesh, as `weft bootstrap` prints them. */
  bootstrap?: string[];
  /** Where pages report what was saved: the node's `/report`. */
  report?: string;
  /** STUN and TURN servers; none by default. */
  iceServers?: { urls: string; username?: string; credential?: string }[];
  /** Pages reach each other through TURN servers alone. */
  relayOnly?: boolean;
  /** Switches Weft off in all pages. */
  off?: boolean;
  /** Whether peers in the visitor's own network are reached; `'auto'` where no browser asks for it. */
  lan?: 'auto' | 'on' | 'off';
  /** Visitors take from others and pass nothing on. */
  downloadOnly?: boolean;
  /** What waits for peers: what is lazy (`'speed'`), everything (`'offload'`), or what is lazy or large. */
  prefer?: 'balance' | 'speed' | 'offload';
  /** Other visitors that a page dials when it joins, the nearest first: 1 to 10; 5 by default. */
  peers?: number;
  /** Further origins whose pages may use this site's manifest. */
  pageOrigins?: string[];
  /** Shares only what matches; a plain path adds that file, even a page. */
  include?: string[];
  exclude?: string[];
  /** Bytes, or text such as `'4KiB'`. */
  minSize?: number | string;
  maxSize?: number | string;
  /** 64 KiB to 1 MiB; a power of two. */
  chunkSize?: number | string;
  /** Also shares what compresses as its gzip variant. */
  gzip?: boolean;
  /** Response headers that the server sends: pattern, name, value. */
  headers?: [pattern: string, name: string, value: string][];
  /** Where to write; into the build itself by default. */
  out?: string;
  /** The time of signing, Unix milliseconds; now by default. */
  now?: number;
}

export interface Published {
  files: number;
  bytes: number;
  notShared: number;
  written: number;
  /** SRI hash of `weft/weft.js`. */
  integrity: string;
  /** For `data-weft-key`. */
  siteKey: string;
  /** The key file that was made, if one was. */
  keyCreated: string | null;
}

/** Writes manifest, settings and client into a static build; what `weft publish` does. */
export function publish(folder: string, options: PublishOptions): Promise<Published>;
