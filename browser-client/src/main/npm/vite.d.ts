import type { Plugin } from 'vite';
import type { PublishOptions } from './publish.js';

export interface WeftPluginOptions extends PublishOptions {
  /** `false` when the pages name the script themselves. */
  script?: boolean;
  /** Names just this version of the script, with its SRI hash. */
  integrity?: boolean;
}

/** A Vite plugin: at the end of `vite build` it does what `weft publish` does. */
export default function weft(options: WeftPluginOptions): Plugin;
