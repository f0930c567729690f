// A stock js-libp2p relay and DHT server over WebSocket. It says its multiaddr and ends with its stdin.
import { yamux } from '@chainsafe/libp2p-yamux'
import { circuitRelayServer } from '@libp2p/circuit-relay-v2'
import { identify } from '@libp2p/identify'
import { kadDHT, passthroughMapper } from '@libp2p/kad-dht'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { webSockets } from '@libp2p/websockets'
import { createLibp2p } from 'libp2p'

const node = await createLibp2p({
  addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'] },
  transports: [webSockets()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  services: {
    identify: identify(),
    ping: ping(),
    relay: circuitRelayServer(),
    dht: kadDHT({ protocol: '/weft/kad/1.0.0', clientMode: false, peerInfoMapper: passthroughMapper })
  }
})
console.log('listening', node.getMultiaddrs()[0].toString())

process.stdin.on('end', () => process.exit(0)).resume()
