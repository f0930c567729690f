// For each argument "chunkBytes:size", the CID that ipfs-unixfs-importer gives that many seeded bytes.
import { importByteStream } from 'ipfs-unixfs-importer'
import { fixedSize } from 'ipfs-unixfs-importer/chunker'
import { balanced } from 'ipfs-unixfs-importer/layout'

const PIECE_WORDS = 1 << 18
const SEED = 0x9e3779b9

/** xorshift32 (Marsaglia), its words in little-endian order: HashInteropTest has the same. */
async function * seeded (size) {
  let state = SEED
  for (let left = size; left > 0;) {
    const words = new Int32Array(PIECE_WORDS)
    for (let i = 0; i < PIECE_WORDS; i++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      words[i] = state
    }
    const piece = new Uint8Array(words.buffer, 0, Math.min(left, words.byteLength))
    left -= piece.byteLength
    yield piece
  }
}

const nowhere = { put: async (cid) => cid }

for (const argument of process.argv.slice(2)) {
  const [chunkSize, size] = argument.split(':').map(Number)
  const { cid } = await importByteStream(seeded(size), nowhere, {
    cidVersion: 1,
    rawLeaves: true,
    reduceSingleLeafToSelf: true,
    chunker: fixedSize({ chunkSize }),
    layout: balanced({ maxChildrenPerNode: 174 })
  })
  console.log(argument, cid.toString())
}
