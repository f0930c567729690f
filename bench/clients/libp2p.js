// js-libp2p: relay, Noise, yamux, WebRTC; a stream a file, nothing verified.
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { address, options } from './libp2p-node.js'

const PROTOCOL = '/bench/1.0.0'
const PIECE_BYTES = 1 << 16
let node, connection

const serve = (files) => async (stream) => {
  let name = ''
  for await (const piece of stream) name += new TextDecoder().decode(piece.subarray())
  const bytes = files.get(name)
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    if (!stream.send(bytes.subarray(at, at + PIECE_BYTES))) await stream.onDrain()
  }
  await stream.close()
}

const listen = async (settings, files) => {
  node = await createLibp2p(options(settings.relay))
  await node.handle(PROTOCOL, serve(files), { maxInboundStreams: 64 })
  return address(node)
}

globalThis.client = {
  async serve (settings) {
    const files = new Map()
    for (const name of Object.keys(settings.files)) files.set(name, await load(name))
    return listen(settings, files)
  },

  async join (settings, told) {
    node = await createLibp2p(options(settings.relay))
    await address(node)
    const reserved = performance.now()
    connection = await node.dial(multiaddr(told))
    return { reserved, dialled: reserved, open: performance.now() }
  },

  async read (name, take) {
    const stream = await connection.newStream(PROTOCOL)
    stream.send(new TextEncoder().encode(name))
    await stream.close()
    for await (const piece of stream) take(piece.subarray())
  },

  listen: (settings) => listen(settings, new Map()),

  /** Dials, and hangs up; whether the other was reached. */
  async dial (settings, told) {
    if (!node) {
      node = await createLibp2p(options(settings.relay))
      await address(node)
    }
    const opened = await node.dial(multiaddr(told)).catch(() => null)
    if (opened) await node.hangUp(opened.remotePeer)
    return opened !== null && opened.limits == null
  }
}
