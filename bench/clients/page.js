// What all pages of the measurement have in common. A client's script sets `client`; one that comes
// from npm is fetched when it is first needed, as Weft's own is by its script:
//   serve(settings) joins, with all of settings.files at hand, and resolves to what the other page is told
//   join(settings, told) joins, dials, and resolves to { reserved, dialled, open } by performance.now()
//   read(name, take, option) fetches a file and gives its pieces, Uint8Arrays, to take
'use strict'

const ready = () => globalThis.client ?? import(location.pathname.replace('.html', '.js'))

/** Calls a function of the client's. */
globalThis.call = async (what, ...told) => {
  await ready()
  return client[what](...told)
}

/** From now on the origin does not answer when the page asks for files: peers have to. */
globalThis.holdFilesBack = () => {
  const origin = fetch
  globalThis.fetch = (what, ...options) =>
    new URL(what.url ?? what, location).pathname.endsWith('.bin') ? new Promise(() => {}) : origin(what, ...options)
}

globalThis.sha256 = async (bytes) =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map(each => each.toString(16).padStart(2, '0')).join('')

globalThis.load = async (name) => new Uint8Array(await (await fetch('/' + name, { cache: 'no-store' })).arrayBuffer())

/** The promise, or a failure when it is not kept in time. */
globalThis.within = (seconds, what, promise) => Promise.race([
  promise,
  new Promise((resolve, reject) => setTimeout(() => reject(new Error(`nothing for ${seconds} s: ${what}`)), 1000 * seconds))
])

/** Fetches a file and says when its first and its last byte came, in ms after the start; checked when that is measured. */
globalThis.get = async (settings, name, option) => {
  await ready()
  const pieces = []
  let first
  const started = performance.now()
  await within(10, name, client.read(name, (piece) => {
    first ??= performance.now()
    pieces.push(piece)
  }, option))
  const last = performance.now()
  const sum = await sha256(await new Blob(pieces).arrayBuffer())
  if (sum !== settings.files[name].sha256) throw new Error('other bytes than those of ' + name)
  return { first: first - started, last: last - started }
}

/** From nothing, not even the client's script, to a first file: joins, dials, fetches. */
globalThis.begin = async (settings, told, name) => {
  const started = performance.now()
  const { reserved, dialled, open } = await within(10, 'join', call('join', settings, told))
  await get(settings, name)
  return { reserved: reserved - started, dial: open - dialled, cold: performance.now() - started }
}
