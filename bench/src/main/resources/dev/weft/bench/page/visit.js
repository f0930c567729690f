// What a visitor waits for, timed by the page; both pages have it.
'use strict'

/** No asset takes so long unless something is broken. */
const LONGEST_MILLIS = 20_000

const fires = (element) => new Promise((resolve, reject) => {
  element.onload = resolve
  element.onerror = () => reject(new Error('not loaded: ' + (element.src ?? element.href)))
})

/** How an asset comes into the page when it is asked for, by the end of its path. */
const kinds = {
  png: (url) => {
    const image = new Image()
    const loaded = fires(image)
    image.src = url
    document.body.append(image)
    return loaded
  },
  css: (url) => {
    const link = document.createElement('link')
    const loaded = fires(link)
    link.rel = 'stylesheet'
    link.href = url
    document.head.append(link)
    return loaded
  },
  js: (url) => {
    const script = document.createElement('script')
    const loaded = fires(script)
    script.src = url
    document.head.append(script)
    return loaded
  },
  woff2: (url) => new FontFace('asked', `url(${url})`).load()
}

const within = (what, promise) => Promise.race([
  promise,
  new Promise((resolve, reject) => setTimeout(() => reject(new Error('nothing in time of ' + what)), LONGEST_MILLIS))
])

const time = async (url) => {
  const started = performance.now()
  await within(url, kinds[url.split('.').pop()](url))
  return performance.now() - started
}

globalThis.visit = {
  /** Times of the assets of the page's own markup, in ms, once all are there. */
  async loaded (paths) {
    await within('the page', document.readyState === 'complete' || new Promise(resolve => addEventListener('load', resolve)))
    return paths.map(path => {
      const [entry] = performance.getEntriesByName(new URL(path, location).href, 'resource')
      if (!entry) throw new Error('not asked for: ' + path)
      return entry.responseEnd - entry.startTime
    })
  },

  /** Gets all of it by Weft, and waits until that is written. */
  async keeps (paths) {
    await within('all assets', Promise.all(paths.map(async path => (await weft.fetch(path)).arrayBuffer())))
    const cache = await caches.open('weft')
    for (let before, written = 0; written === 0 || written !== before;) {
      before = written
      await new Promise(resolve => setTimeout(resolve, 500))
      written = (await cache.keys()).length
    }
  },

  /** Times of assets that are asked for now: the lists one after the other, those of a list at once. */
  async asks (lists) {
    const times = []
    for (const paths of lists) times.push(...await Promise.all(paths.map(time)))
    return times
  }
}
