// WebTorrent: a torrent of all files, of which one after the other is selected; verified by SHA-1.
import WebTorrent from 'webtorrent/dist/webtorrent.min.js'

const options = { tracker: { rtcConfig: { iceServers: [] } }, dht: false, lsd: false, webSeeds: false, natUpnp: false, utp: false }
let torrent

globalThis.client = {
  async serve (settings) {
    const files = []
    for (const name of Object.keys(settings.files)) files.push(new File([await load(name)], name))
    const seeded = new WebTorrent(options).seed(files, { announce: [settings.tracker], name: 'bench' })
    await Promise.all(['ready', 'trackerAnnounce'].map(event => new Promise(resolve => seeded.once(event, resolve))))
    return [...seeded.torrentFile]
  },

  async join (settings, told) {
    const dialled = performance.now()
    torrent = new WebTorrent(options).add(Uint8Array.from(told), { announce: [settings.tracker], deselect: true })
    await Promise.all(['ready', 'wire'].map(event => new Promise(resolve => torrent.once(event, resolve))))
    return { reserved: NaN, dialled, open: performance.now() }
  },

  async read (name, take) {
    const reader = torrent.files.find(file => file.name === name).stream().getReader()
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) take(piece.value)
  }
}
