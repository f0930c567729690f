// A js-libp2p node that reserves at, is identified by and pings the relay of its first argument, and
// announces there the CID of its second, which another node finds. It says on stdout what it has
// reached, one line each, and ends with its stdin.
import { yamux } from '@chainsafe/libp2p-yamux'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify } from '@libp2p/identify'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { RecordEnvelope } from '@libp2p/peer-record'
import { ping } from '@libp2p/ping'
import { lpStream } from '@libp2p/utils'
import { webSockets } from '@libp2p/websockets'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { CID } from 'multiformats/cid'

const HOP = '/libp2p/circuit/relay/0.2.0/hop'
const relay = multiaddr(process.argv[2])
const cid = CID.parse(process.argv[3])

const create = (listen, services) => createLibp2p({
  addresses: { listen },
  transports: [webSockets(), circuitRelayTransport()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  connectionGater: { denyDialMultiaddr: () => false },
  services: { identify: identify(), ping: ping(), ...services },
  start: false
})
const dht = kadDHT({ protocol: '/weft/kad/1.0.0', clientMode: true, peerInfoMapper: passthroughMapper })

/** The bytes of a length-delimited field of a protobuf whose lengths and values are all below 2^14. */
const field = (message, number) => {
  for (let at = 0; at < message.length;) {
    const [tag, varint] = [message[at], () => message[at] < 128 ? message[at++] : (message[at++] & 127) | message[at++] << 7]
    at++
    if ((tag & 7) === 2) {
      const length = varint()
      if (tag >> 3 === number) return message.subarray(at, at + length)
      at += length
    } else {
      while (message[at++] > 127);
    }
  }
}

const circuit = `${relay}/p2p-circuit`
const node = await create([circuit], {})

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

const messages = lpStream(await (await node.dial(relay)).newStream(HOP))
await messages.write(Uint8Array.of(8, 0))
const voucher = field(field((await messages.read()).subarray(), 3), 3)
const envelope = await RecordEnvelope.openAndCertify(voucher, 'libp2p-relay-rsvp')
console.log('voucher', Buffer.from(envelope.payloadType).toString('hex'), envelope.publicKey.toString())

const announcer = await create([circuit], { dht })
await announcer.start()
await announcer.contentRouting.provide(cid)
console.log('announced', announcer.peerId.toString())
const finder = await create([], { dht })
await finder.start()
await finder.dial(relay)
for await (const provider of finder.contentRouting.findProviders(cid)) {
  console.log('provider', provider.id.toString())
  break
}

process.stdin.on('end', () => process.exit(0)).resume()
