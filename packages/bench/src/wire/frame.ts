/** WebSocket frames (RFC 6455) for a load tool: it writes and reads whole text frames, and parses nothing. */

export const opcode = { text: 1, close: 8, ping: 9, pong: 10 } as const

const maskKeyBytes = 4

/** Bytes before the payload of a client's frame. */
const headBytes = (payloadBytes: number): number =>
  (payloadBytes < 126 ? 2 : payloadBytes < 65_536 ? 4 : 10) + maskKeyBytes

/**
 * One frame as a client sends it. The mask key is four zero bytes, so that the payload stays as it is and can be
 * patched in place.
 */
export const clientFrame = (payload: Uint8Array, kind: number = opcode.text): Buffer => {
  const head = headBytes(payload.length)
  const frame = Buffer.alloc(head + payload.length)
  frame[0] = 0x80 | kind
  if (payload.length < 126) frame[1] = 0x80 | payload.length
  else if (payload.length < 65_536) {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(payload.length, 2)
  } else {
    frame[1] = 0x80 | 127
    frame.writeBigUInt64BE(BigInt(payload.length), 2)
  }
  frame.set(payload, head)
  return frame
}

/** Receives each whole frame. Its payload is `bytes[start … end)`, valid only during the call. */
export type FrameSink = (kind: number, bytes: Buffer, range: readonly [start: number, end: number]) => void

/** Splits a server's byte stream into frames. Whole frames are passed on in place; only split ones are copied. */
export class FrameReader {
  #torn: Buffer | undefined
  readonly #range: [number, number] = [0, 0]

  constructor(private readonly sink: FrameSink) {}

  push(chunk: Buffer): void {
    const bytes = this.#torn === undefined ? chunk : Buffer.concat([this.#torn, chunk])
    this.#torn = undefined
    let at = 0
    for (;;) {
      const start = payloadStart(bytes, at)
      if (start < 0) break
      const end = start + payloadLength(bytes, at)
      if (end > bytes.length) break
      this.#range[0] = start
      this.#range[1] = end
      this.sink((bytes[at] ?? 0) & 0x0f, bytes, this.#range)
      at = end
    }
    if (at < bytes.length) this.#torn = Buffer.from(bytes.subarray(at))
  }
}

/** The offset of the payload of the frame at `at`, or -1 while its head is incomplete. */
const payloadStart = (bytes: Buffer, at: number): number => {
  if (bytes.length - at < 2) return -1
  const short = (bytes[at + 1] ?? 0) & 0x7f
  const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10)
  return start <= bytes.length ? start : -1
}

const payloadLength = (bytes: Buffer, at: number): number => {
  const short = (bytes[at + 1] ?? 0) & 0x7f
  if (short < 126) return short
  return short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
}
