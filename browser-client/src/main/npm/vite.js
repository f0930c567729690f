import { resolve } from 'node:path';
import { publish, readClient } from './publish.js';

/** Publishes the build when it is written, and puts the client's script into its pages. */
export default function weft(options) {
  let config;
  return {
    name: 'weft',
    apply: 'build',
    enforce: 'post',
    configResolved(resolved) {
      config = resolved;
    },
    transformIndexHtml() {
      if (options.script === false) return [];
      const { path, integrity } = readClient();
      const attrs = options.integrity ? { src: path, integrity } : { src: '/weft/weft.js' };
      return [{ tag: 'script', attrs: { ...attrs, defer: true }, injectTo: 'head' }];
    },
    closeBundle: {
      sequential: true,
      async handler() {
        if (config.build.ssr) return;
        const folder = resolve(config.root, config.build.outDir);
        const done = await publish(folder, { ...options, key: resolve(config.root, options.key) });
        config.logger.info(
          `weft: ${done.files} files with ${done.bytes} bytes are shared, ${done.notShared} are not`);
        if (done.keyCreated) {
          config.logger.warn(`weft: key made: ${done.keyCreated}. Keep it: visitors trust it.`);
        }
      }
    }
  };
}
