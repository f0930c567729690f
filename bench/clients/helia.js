// Helia: bitswap and UnixFS over js-libp2p; verified.
import { withBitswap } from '@helia/bitswap'
import { withLibp2pLight } from '@helia/libp2p'
import { unixfs } from '@helia/unixfs'
import { multiaddr } from '@multiformats/multiaddr'
import { createHeliaLight } from 'helia'
import { address, options } from './libp2p-node.js'

let helia, files, cids

const start = async (relay) => {
  helia = withBitswap(withLibp2pLight(createHeliaLight(), options(relay)))
  await helia.start()
  files = unixfs(helia)
  return address(helia.libp2p)
}

globalThis.client = {
  async serve (settings) {
    const told = { address: await start(settings.relay), cids: {} }
    for (const name of Object.keys(settings.files)) told.cids[name] = String(await files.addBytes(await load(name)))
    return told
  },

  async join (settings, told) {
    cids = told.cids
    await start(settings.relay)
    const reserved = performance.now()
    await helia.libp2p.dial(multiaddr(told.address))
    return { reserved, dialled: reserved, open: performance.now() }
  },

  async read (name, take) {
    for await (const piece of files.cat(`/ipfs/${cids[name]}`)) take(piece)
  }
}
