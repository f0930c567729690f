import {
  createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify
} from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The libp2p PrivateKey message: Type 1 (Ed25519), Data of 64 bytes. */
const HEADER = Buffer.from('08011240', 'hex');

/** An Ed25519 seed as PKCS #8, a public key as SubjectPublicKeyInfo (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Reads the key that signs a site's manifests, as `weft keygen` makes it; made where it is not. */
export function loadKey(file, { create = true } = {}) {
  let text;
  try {
    if (process.platform !== 'win32' && statSync(file).mode & 0o077) {
      throw new Error(`weft: key: ${file} may be read by others; chmod 600 it`);
    }
    text = readFileSync(file, 'latin1');
  } catch (missing) {
    if (missing.code !== 'ENOENT' || !create) throw missing;
    return makeKey(file);
  }
  const message = Buffer.from(text.trim(), 'base64');
  const seed = message.subarray(HEADER.length, HEADER.length + 32);
  if (message.length === HEADER.length + 64 && message.subarray(0, HEADER.length).equals(HEADER)) {
    const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
    const publicKey = raw(createPublicKey(privateKey));
    if (publicKey.equals(message.subarray(HEADER.length + 32))) return { privateKey, publicKey };
  }
  throw new Error(`weft: key: ${file} holds no Ed25519 key`);
}

function makeKey(file) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(PKCS8.length);
  mkdirSync(dirname(file), { recursive: true });
  const message = Buffer.concat([HEADER, seed, raw(publicKey)]);
  writeFileSync(file, message.toString('base64') + '\n', { mode: 0o600, flag: 'wx' });
  return { privateKey, publicKey: raw(publicKey), created: file };
}

function raw(publicKey) {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
}

/** Node takes no Int8Array, which Java's arrays are. */
const buffer = ({ buffer, byteOffset, length }) => Buffer.from(buffer, byteOffset, length);

const ed25519 = publicKey =>
  createPublicKey({ key: Buffer.concat([SPKI, buffer(publicKey)]), format: 'der', type: 'spki' });

/** What the publisher asks of Node. */
export const host = {
  sha256: data => createHash('sha256').update(data).digest(),
  sign: (key, data) => sign(null, data, key.privateKey),
  verify: (publicKey, data, signature) =>
    publicKey.length === 32 && verify(null, data, ed25519(publicKey), buffer(signature))
};
