// A js-libp2p node that reserves at, is identified by and pings the relay of its argument.
// It says on stdout what it has reached, one line each, and ends with its stdin.
import { yamux } from '@chainsafe/libp2p-yamux'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { webSockets } from '@libp2p/websockets'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

const relay = multiaddr(process.argv[2])

const node = await createLibp2p({
  addresses: { listen: [`${relay}/p2p-circuit`] },
  transports: [webSockets(), circuitRelayTransport()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  connectionGater: { denyDialMultiaddr: () => false },
  services: { identify: identify(), ping: ping() },
  start: false
})

const identified = new Promise((resolve) => {
  node.addEventListener('peer:identify', ({ detail }) => resolve(detail))
})
const reserved = new Promise((resolve) => {
  node.addEventListener('self:peer:update', () => {
    const addresses = node.getMultiaddrs()
    if (addresses.length > 0) {
      resolve(addresses)
    }
  })
})

await node.start()
console.log('peer', node.peerId.toString())
const { peerId, agentVersion, protocols, observedAddr } = await identified
console.log('identified', JSON.stringify({
  peerId: peerId.toString(), agentVersion, protocols, observedAddr: observedAddr?.toString()
}))
console.log('pinged', await node.services.ping.ping(relay))
console.log('reserved', JSON.stringify((await reserved).map(String)))

process.stdin.on('end', () => process.exit(0)).resume()
