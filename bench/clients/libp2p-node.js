// A js-libp2p node of a page, which reserves at the relay and listens for WebRTC.
import { yamux } from '@chainsafe/libp2p-yamux'
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { webRTC } from '@libp2p/webrtc'
import { webSockets } from '@libp2p/websockets'

export const options = (relay) => ({
  addresses: { listen: [`${relay}/p2p-circuit`, '/webrtc'] },
  transports: [webSockets(), webRTC({ rtcConfiguration: { iceServers: [] } }), circuitRelayTransport()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  connectionGater: { denyDialMultiaddr: () => false },
  connectionManager: { inboundConnectionThreshold: Infinity },
  services: { identify: identify() }
})

/** Its own address, once it listens for WebRTC. */
export const address = async (node) => {
  for (;;) {
    const own = node.getMultiaddrs().map(String).find(each => each.includes('/webrtc/'))
    if (own) return own
    await new Promise(resolve => node.addEventListener('self:peer:update', resolve, { once: true }))
  }
}
