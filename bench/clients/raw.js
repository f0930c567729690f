// The limit: one ordered and reliable RTCDataChannel, nothing verified.
const HIGH_WATER_BYTES = 1 << 18
const LOW_WATER_BYTES = 1 << 16
const DEFAULT_MESSAGE_BYTES = 1 << 16

let connection, channel, files, sizes

const meet = (url) => new Promise((resolve) => {
  const socket = new WebSocket(url)
  socket.onopen = () => resolve(socket)
})

const connect = (socket) => {
  connection = new RTCPeerConnection()
  const tell = (what) => socket.send(JSON.stringify(what))
  connection.onicecandidate = ({ candidate }) => candidate && tell({ candidate })
  socket.onmessage = async ({ data }) => {
    const { candidate, description } = JSON.parse(data)
    if (candidate) return connection.addIceCandidate(candidate)
    await connection.setRemoteDescription(description)
    if (description.type === 'offer') {
      await connection.setLocalDescription()
      tell({ description: connection.localDescription })
    }
  }
  return tell
}

const send = async (bytes, messageBytes) => {
  for (let at = 0; at < bytes.length; at += messageBytes) {
    if (channel.bufferedAmount > HIGH_WATER_BYTES) await new Promise(resolve => { channel.onbufferedamountlow = resolve })
    channel.send(bytes.subarray(at, at + messageBytes))
  }
}

globalThis.client = {
  async serve (settings) {
    files = new Map()
    for (const name of Object.keys(settings.files)) files.set(name, await load(name))
    connect(await meet(settings.meeting))
    connection.ondatachannel = (event) => {
      channel = event.channel
      channel.bufferedAmountLowThreshold = LOW_WATER_BYTES
      channel.onmessage = ({ data }) => {
        const { name, messageBytes } = JSON.parse(data)
        send(files.get(name), messageBytes)
      }
    }
  },

  async join (settings) {
    sizes = settings.files
    const socket = await meet(settings.meeting)
    const reserved = performance.now()
    const tell = connect(socket)
    channel = connection.createDataChannel('', { ordered: true })
    channel.binaryType = 'arraybuffer'
    await connection.setLocalDescription()
    tell({ description: connection.localDescription })
    await new Promise(resolve => { channel.onopen = resolve })
    return { reserved, dialled: reserved, open: performance.now() }
  },

  read: (name, take, messageBytes = DEFAULT_MESSAGE_BYTES) => new Promise((resolve) => {
    let missing = sizes[name].size
    channel.onmessage = ({ data }) => {
      take(new Uint8Array(data))
      missing -= data.byteLength
      if (missing === 0) resolve()
    }
    channel.send(JSON.stringify({ name, messageBytes }))
  })
}
