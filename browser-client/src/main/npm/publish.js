import { createHash } from 'node:crypto';
import {
  closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, renameSync,
  rmSync, writeFileSync
} from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { siteFiles } from './files.js';
import { host, loadKey } from './key.js';
import { hash, open, sign } from './publisher.js';
import { bytes, headerRules, isCompressible, mediaType, sharingRules } from './rules.js';

const WELL_KNOWN = '.well-known/weft/';
const OURS = ['/weft/weft.js', '/weft/weft.js.sri', '/weft/weft-*.js', '/weft-sw.js'];
const READ_BYTES = 1 << 18;

/** Files of these sizes are tried with gzip; what does not shrink by a twentieth stays. */
const GZIP_BYTES = [512, 8 << 20];

/** A variant that saves less is not worth the 45 bytes that all visitors load of it. */
const LEAST_SAVED_BYTES = 1024;

/** Writes manifest, settings and client into a static build; what `weft publish` does. */
export async function publish(folder, options) {
  const out = resolve(options.out ?? folder);
  check(options);
  keepPrivate(options.key, [resolve(folder), out]);
  const key = loadKey(options.key);
  const formerKey = options.formerKey ? loadKey(options.formerKey, { create: false }) : null;
  const before = readBefore(join(out, WELL_KNOWN, 'manifest'), key, formerKey);
  const now = options.now ?? Date.now();
  const chunkBytes = bytes('chunkSize', options.chunkSize ?? '64KiB');
  const { files, others } = inventory(folder, chunkBytes, options);
  const signed = sign(host, {
    files,
    pageOrigins: options.pageOrigins ?? [],
    bootstrap: options.bootstrap ?? [],
    chunkBytes,
    sequence: before ? Math.max(now, before.sequence + 1) : now,
    unixSeconds: Math.floor(now / 1000),
    key,
    formerKey
  });
  const client = readClient();
  const variants = files.flatMap(({ gzip }) => gzip ?? []);
  const written = write(out, before, signed, variants, client, settings(signed, client, options));
  return {
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.size, 0),
    notShared: others,
    written,
    integrity: client.integrity,
    siteKey: Buffer.from(signed.siteKey).toString('base64url'),
    keyCreated: key.created ?? null
  };
}

function keepPrivate(key, served) {
  if (!key) throw new Error('weft: key: name the file that signs the manifest; it is made where it is not');
  if (served.some(folder => resolve(key).startsWith(folder + sep))) {
    throw new Error(`weft: key: ${key} is in a folder that is to be published; keep it elsewhere`);
  }
}

function readBefore(file, key, formerKey) {
  if (!existsSync(file)) return null;
  const before = open(host, readFileSync(file));
  const signer = Buffer.from(before.siteKey).subarray(-32);
  if (!signer.equals(key.publicKey) && !formerKey) {
    throw new Error(
      'weft: key: the manifest that is there was signed with another key; name that one, or both (formerKey)');
  }
  return before;
}

function inventory(folder, chunkBytes, options) {
  const allow = sharingRules({ ...options, exclude: [...(options.exclude ?? []), ...OURS] });
  const headersOf = headerRules(options.headers ?? []);
  const files = [];
  let others = 0;
  for (const file of siteFiles(folder)) {
    const type = mediaType(file.path);
    const headers = headersOf(file.path);
    if (!allow(file, type, headers)) {
      others++;
      continue;
    }
    headers.delete('vary');
    const gzip = compressed(file, type);
    files.push({
      path: file.path,
      root: hashFile(file, chunkBytes),
      size: file.size,
      encodedSize: gzip ? gzip.length : file.size,
      mediaType: type,
      headers: [...headers].sort(([one], [other]) => (one < other ? -1 : 1)),
      gzip: options.gzip && gzip ? variant(file, gzip, chunkBytes) : null
    });
  }
  return { files, others };
}

function hashFile({ file, path, size }, chunkBytes) {
  const opened = openSync(file);
  let total = 0;
  try {
    const next = () => {
      const piece = new Uint8Array(READ_BYTES);
      const read = readSync(opened, piece);
      total += read;
      return read ? piece.subarray(0, read) : null;
    };
    const root = hash(host, chunkBytes, { next });
    if (total !== size) throw new Error(`weft: ${path} changed while it was read`);
    return root;
  } finally {
    closeSync(opened);
  }
}

/** What a server that compresses would send; null where that is the file as it is. */
function compressed({ file, size }, type) {
  const [least, most] = GZIP_BYTES;
  if (size < least || size > most || !isCompressible(type)) return null;
  const encoded = gzipSync(readFileSync(file));
  return encoded.length < size - Math.floor(size / 20) ? encoded : null;
}

/** The gzip variant, made anew when it is written; null when it is not worth its place. */
function variant({ file, size }, gzip, chunkBytes) {
  const saved = size - gzip.length;
  if (saved < LEAST_SAVED_BYTES || saved < Math.floor(size / 10)) return null;
  const pieces = [gzip];
  return { root: hash(host, chunkBytes, { next: () => pieces.pop() ?? null }), size: gzip.length, file };
}

/** The client, its SRI hash, and where just this version of it will be for ever. */
export function readClient() {
  const read = name => readFileSync(new URL(name, import.meta.url));
  const versioned = (name, script) =>
    `/weft/${name}-${createHash('sha256').update(script).digest('hex').slice(0, 12)}.js`;
  const script = read('weft.js');
  const worker = read('weft-sw.js');
  return {
    script,
    worker,
    ask: read('weft-ask.js'),
    integrity: 'sha384-' + createHash('sha384').update(script).digest('base64'),
    path: versioned('weft', script),
    workerPath: versioned('weft-sw', worker)
  };
}

/** What `weft publish` refuses as well. */
function check({ lan = 'auto', prefer = 'balance', peers = 5 }) {
  if (!['auto', 'on', 'off'].includes(lan)) throw new Error(`weft: lan: 'auto', 'on' or 'off', not '${lan}'`);
  if (!['balance', 'speed', 'offload'].includes(prefer)) {
    throw new Error(`weft: prefer: 'balance', 'speed' or 'offload', not '${prefer}'`);
  }
  if (!Number.isInteger(peers) || peers < 1 || peers > 10) throw new Error(`weft: peers: 1 to 10, not ${peers}`);
}

function settings(signed, client, options) {
  const json = {
    bootstrap: options.bootstrap ?? [],
    iceServers: options.iceServers ?? []
  };
  if (options.relayOnly) json.iceTransportPolicy = 'relay';
  if (options.off) json.off = true;
  if (options.lan && options.lan !== 'auto') json.lan = options.lan;
  if (options.downloadOnly) json.downloadOnly = true;
  if (options.prefer && options.prefer !== 'balance') json.prefer = options.prefer;
  if (options.peers !== undefined && options.peers !== 5) json.peers = options.peers;
  json.siteKey = Buffer.from(signed.siteKey).toString('base64url');
  json.report = options.report ?? null;
  json.client = { src: '/weft/weft.js', integrity: client.integrity };
  return JSON.stringify(json);
}

/** What the manifest names first, it last; shards of the manifest before are kept. */
function write(out, before, signed, variants, client, json) {
  const compress = ({ root, file }) =>
    writeWhole(join(out, WELL_KNOWN, 'gzip', root), gzipSync(readFileSync(file)));
  const compressed = variants.filter(compress).length;
  const files = [
    ...signed.shards.map(([cid, shard]) => [`${WELL_KNOWN}shards/${cid}`, shard]),
    [client.path, client.script],
    ['weft/weft.js', client.script],
    ['weft/weft.js.sri', client.integrity + '\n'],
    [client.workerPath, client.worker],
    ['weft-sw.js', client.worker],
    ['weft/weft-ask.js', client.ask],
    [`${WELL_KNOWN}config.json`, json],
    [`${WELL_KNOWN}manifest`, signed.manifest]
  ];
  const written = files.filter(([name, content]) => writeWhole(join(out, name), content)).length;
  const shards = [...signed.shards, ...(before?.shards ?? [])];
  removeBut(new Set(shards.map(([cid]) => cid)), join(out, WELL_KNOWN, 'shards'));
  removeBut(new Set(variants.map(({ root }) => root)), join(out, WELL_KNOWN, 'gzip'));
  return written + compressed;
}

function removeBut(kept, folder) {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!kept.has(name)) rmSync(join(folder, name));
  }
}

/** Who reads the file meanwhile sees the old or the new one. */
function writeWhole(file, content) {
  const wanted = Buffer.from(content);
  if (existsSync(file) && readFileSync(file).equals(wanted)) return false;
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, wanted);
  renameSync(draft, file);
  return true;
}
