import { readFileSync } from 'node:fs';
import { glob } from './files.js';

const TYPES = JSON.parse(readFileSync(new URL('media-types.json', import.meta.url), 'utf8'));

const UNITS = { '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, kib: 2 ** 10, mib: 2 ** 20, gib: 2 ** 30 };

/** Headers that a response of a peer may have; the manifest's closed list. */
const LISTED = new Set([
  'access-control-allow-origin', 'cache-control', 'content-disposition', 'content-language',
  'cross-origin-resource-policy', 'etag', 'expires', 'last-modified', 'sourcemap',
  'timing-allow-origin', 'x-content-type-options'
]);

/** The `Content-Type` of a file, by the end of its name. */
export function mediaType(path) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return (dot >= 0 && TYPES[name.slice(dot + 1).toLowerCase()]) || 'application/octet-stream';
}

/** Whether gzip makes files of the type smaller, as a rule. */
export function isCompressible(type) {
  const bare = type.split(';')[0].trim();
  return /^text\/|[+](xml|json)$/.test(bare) || [
    'application/javascript', 'application/json', 'application/manifest+json',
    'application/vnd.ms-fontobject', 'application/wasm', 'application/xml', 'font/otf', 'font/ttf',
    'image/bmp', 'image/x-icon'
  ].includes(bare);
}

/** A number of bytes, or text such as `256KiB`. */
export function bytes(option, value) {
  const [, number, unit] = /^([0-9]+) *([a-z]*)$/i.exec(String(value).trim()) ?? [];
  const factor = UNITS[unit?.toLowerCase()];
  if (!factor) throw new Error(`weft: ${option}: '${value}' is not of the form 256KiB, 1MB or a number of bytes`);
  return number * factor;
}

/** The headers of a file, by lower-case name; later rules win over earlier ones. */
export function headerRules(rules) {
  const parsed = rules.map(([pattern, name, value]) => [glob(pattern), name.toLowerCase(), value]);
  return path => new Map(
    parsed.filter(([pattern]) => pattern.matches(path)).map(([, name, value]) => [name, value]));
}

function isPublic([name, value]) {
  if (name === 'vary') return value.toLowerCase() === 'accept-encoding';
  if (name === 'cache-control') return !/(^|[,\s])(no-store|private)\b/i.test(value);
  return LISTED.has(name);
}

/** Which files are shared: public ones within the sizes and patterns; pages by name alone. */
export function sharingRules({ include = [], exclude = [], minSize = 1, maxSize = '1GiB' }) {
  const included = include.map(glob);
  const excluded = exclude.map(glob);
  const least = bytes('minSize', minSize);
  const most = bytes('maxSize', maxSize);
  const patterns = included.filter(pattern => !pattern.isPath);
  const isIncluded = (path, type) =>
    included.some(pattern => pattern.isPath && pattern.matches(path)) ||
    (!/^(text\/html|application\/xhtml[+]xml)\b/.test(type) &&
      (!patterns.length || patterns.some(pattern => pattern.matches(path))));
  return (file, type, headers) =>
    file.size >= least && file.size <= most && isIncluded(file.path, type) &&
    !excluded.some(pattern => pattern.matches(file.path)) && [...headers].every(isPublic);
}
