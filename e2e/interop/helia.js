// A page that is a Helia node at the relay that it is told of. Files are added as manifests name them.
import { withBitswap } from '@helia/bitswap'
import { withLibp2pLight } from '@helia/libp2p'
import { unixfs } from '@helia/unixfs'
import { createHeliaLight } from 'helia'
import { fixedSize } from 'ipfs-unixfs-importer/chunker'
import { balanced } from 'ipfs-unixfs-importer/layout'
import { CID } from 'multiformats/cid'
import { peerAt } from './peer.js'

globalThis.join = async (relay) => {
  globalThis.helia = await withBitswap(withLibp2pLight(createHeliaLight(), peerAt(relay))).start()
  globalThis.peer = helia.libp2p
  globalThis.files = unixfs(helia)
  globalThis.messages = 0
  helia.blockBrokers[0].bitswap.network.addEventListener('bitswap:message', () => { messages++ })
}
globalThis.provide = (cid) => helia.routing.provide(CID.parse(cid))
globalThis.add = async (bytes, chunkSize) => String(await files.addBytes(bytes, {
  chunker: fixedSize({ chunkSize }), layout: balanced({ maxChildrenPerNode: 174 })
}))
globalThis.cat = async (cid) => new Blob(await Array.fromAsync(files.cat(CID.parse(cid)))).arrayBuffer()
globalThis.ledgers = () => [...helia.blockBrokers[0].bitswap.peerWantLists.ledgerMap.values()]
  .map(({ peerId, bytesSent, bytesReceived }) => ({ peer: String(peerId), bytesSent, bytesReceived }))
globalThis.incoming = () => peer.getConnections().flatMap(connection => connection.streams)
  .filter(({ protocol, direction }) => protocol.startsWith('/ipfs/bitswap') && direction === 'inbound').length
