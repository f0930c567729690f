// Weft as it is shipped: the page's public API, and what it says with ?weft=debug.
const said = {}
let unreached = 0
// It goes no further: for each line on a console the browser's tools ask for the stack, and V8 reads the script again.
console.info = (what) => {
  said[what] ??= performance.now()
  if (what.startsWith('weft: a peer was not reached')) unreached++
}

/** Starts it; resolves to its state when it has joined. */
const start = () => new Promise((resolve, reject) => {
  const script = document.createElement('script')
  script.src = '/weft/weft.js'
  script.onload = () => resolve(weft.ready)
  script.onerror = reject
  document.head.append(script)
})

const read = async (name, take) => {
  const reader = (await weft.fetch('/' + name)).body.getReader()
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) take(piece.value)
}

/** Until no more is written to its cache, as with a visitor who has been there for a while. */
const rest = async () => {
  const cache = await caches.open('weft')
  for (let before, written = 0; written === 0 || written !== before;) {
    before = written
    await new Promise(resolve => setTimeout(resolve, 500))
    written = (await cache.keys()).length
  }
}

globalThis.client = {
  async serve (settings) {
    await start()
    for (const name of Object.keys(settings.files)) await read(name, () => {})
    await rest()
  },

  async join () {
    const { state } = await start()
    if (state !== 'mesh') throw new Error('weft is ' + state)
    return { reserved: said['weft: reserved'], dialled: said['weft: dials'], open: performance.now() }
  },

  read,

  /** All that was fetched came from the peer. */
  check () {
    const { peers, origin } = weft.stats().bytes
    if (origin > 0 || peers === 0) throw new Error(`${origin} bytes came from the origin, ${peers} from peers`)
  },

  /** Waits to be dialled. */
  listen: async () => { await start() },

  /** Once a page: whether the first dial succeeded. */
  async dial () {
    const { state } = await start()
    return state === 'mesh' && unreached === 0
  }
}
