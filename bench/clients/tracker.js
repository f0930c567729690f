// A WebTorrent tracker. It says its URL and ends with its stdin.
import Server from 'bittorrent-tracker/server'

const tracker = new Server({ http: false, udp: false, ws: true, stats: false, trustProxy: false })
tracker.listen(0, '127.0.0.1', () => console.log('tracker', `ws://127.0.0.1:${tracker.ws.address().port}`))

process.stdin.on('end', () => process.exit(0)).resume()
