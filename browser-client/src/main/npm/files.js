import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** A site nests no deeper; bounds the walk of a folder whose links form a loop. */
const MAX_DEPTH = 64;

/** The path of a file's URL, as `URL.pathname` gives it. */
export function sitePath(names) {
  return names
    .map(name => '/' + encodeURI(name)
      .replace(/[?#^`{}]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase())
      .replace(/%5B/g, '[').replace(/%5D/g, ']').replace(/%7C/g, '|').replace(/%5C/g, '\\'))
    .join('');
}

/** Files of a folder that a URL can name: `{path, file, size}`. Dot files and links out are not. */
export function* siteFiles(folder) {
  const root = realpathSync(folder);
  const inside = file => file === root || file.startsWith(root + sep);
  function* walk(names) {
    if (names.length > MAX_DEPTH) return;
    for (const name of readdirSync(join(root, ...names))) {
      if (name.startsWith('.') || /[\x00-\x1f\x7f\\:]/.test(name)) continue;
      const all = [...names, name];
      let file, stat;
      try {
        file = realpathSync(join(root, ...all));
        stat = statSync(file);
      } catch {
        continue;
      }
      if (!inside(file) || relative(root, file).split(sep).some(part => part.startsWith('.'))) continue;
      if (stat.isDirectory()) yield* walk(all);
      else if (stat.isFile()) yield { path: sitePath(all), file, size: stat.size };
    }
  }
  yield* walk([]);
}

/**
 * Whether a pattern matches a path. `*` and `?` stay within a name, `**` spans folders; a pattern
 * that starts with a slash is matched from the top of the site, another one at any depth.
 */
export function glob(text) {
  const regex = text.replace(/\*\*\/|\*\*|\*|\?|[^*?]/g, part =>
    part === '**/' ? '(?:.*/)?' : part === '**' ? '.*' : part === '*' ? '[^/]*'
      : part === '?' ? '[^/]' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const pattern = new RegExp(`^${text.startsWith('/') ? '' : '(?:.*/)?'}${regex}$`, 's');
  const isPath = text.startsWith('/') && !/[*?]/.test(text);
  return { matches: path => pattern.test(path), isPath };
}
