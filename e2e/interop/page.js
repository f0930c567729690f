// A page that is a js-libp2p peer at the relay that it is told of.
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { CID } from 'multiformats/cid'
import { peerAt } from './peer.js'

Object.assign(globalThis, { CID, multiaddr })
globalThis.join = async (relay) => {
  globalThis.peer = await createLibp2p(peerAt(relay))
}
