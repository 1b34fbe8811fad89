const HEAD_BYTES = 12
/** Of `VP8X`, `ICCP` and other chunks: their name and length. */
const CHUNK_HEAD_BYTES = 8
/** Where a frame lies, how large it is and how long it stands, before its own chunks. */
const FRAME_HEAD_BYTES = 16
const ANIMATION_FLAG = 0x02
const METADATA_FLAGS = 0x0c

interface Chunk {
  readonly name: string
  /** With its head and the byte that makes its length even. */
  readonly bytes: Buffer
}

/** The chunks of a part of a WebP file; none behind one that is cut short. */
const chunksOf = (bytes: Buffer): Chunk[] => {
  const chunks: Chunk[] = []
  for (let at = 0; at + CHUNK_HEAD_BYTES <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4)
    const end = at + CHUNK_HEAD_BYTES + length + (length % 2)
    if (end > bytes.length) break
    chunks.push({ name: bytes.toString('latin1', at, at + 4), bytes: bytes.subarray(at, end) })
    at = end
  }
  return chunks
}

/**
 * An animated WebP file as a still one of its first frame, which the decoder takes. After the container specification of WebP.
 * @returns other files as they are, and animations that begin with a part of the picture
 */
export const firstFrame = (file: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, HEAD_BYTES) !== 'WEBP') return file
  const [head, ...chunks] = chunksOf(bytes.subarray(HEAD_BYTES))
  const flags = head?.bytes[CHUNK_HEAD_BYTES] ?? 0
  if (head?.name !== 'VP8X' || (flags & ANIMATION_FLAG) === 0) return file
  const frame = chunks.find(({ name }) => name === 'ANMF')?.bytes.subarray(CHUNK_HEAD_BYTES)
  if (!frame || frame.length < FRAME_HEAD_BYTES || !fills(frame, head.bytes)) return file
  const still = Buffer.from(head.bytes)
  still[CHUNK_HEAD_BYTES] = flags & ~(ANIMATION_FLAG | METADATA_FLAGS)
  const profile = chunks.filter(({ name }) => name === 'ICCP')
  const parts = [still, ...[...profile, ...chunksOf(frame.subarray(FRAME_HEAD_BYTES))].map((chunk) => chunk.bytes)]
  const made = Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), ...parts])
  made.writeUInt32LE(made.length - CHUNK_HEAD_BYTES, 4)
  return made
}

/** Whether a frame lies at the corner of the picture and is as large. */
const fills = (frame: Buffer, head: Buffer): boolean =>
  frame.readUIntLE(0, 6) === 0 &&
  frame.subarray(6, 12).equals(head.subarray(CHUNK_HEAD_BYTES + 4, CHUNK_HEAD_BYTES + 10))
