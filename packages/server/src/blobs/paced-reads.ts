/** The size of the first piece that is read of a file, and of all pieces for slow readers. */
const FIRST_BYTES = 128 * 1024
/** The size that pieces grow to while their reader keeps up. */
const MOST_BYTES = 2 * 1024 * 1024
/** A reader that takes longer than this for a piece gets small pieces: what it has not taken yet is in memory. */
const SLOW_MS = 1_000
/** The most memory of all readers together, as long as each of them gets `LEAST_BYTES`. */
const HELD_BYTES = 64 * 1024 * 1024
const LEAST_BYTES = 32 * 1024

/** Reads the bytes from `from` to before `to`; undefined when there is nothing to read from. */
export type ReadPiece = (from: number, to: number) => Promise<Uint8Array<ArrayBuffer> | undefined>

/** The bytes from `from` to before `to`. */
interface Part {
  readonly from: number
  readonly to: number
}

/**
 * Reads parts of files in pieces, as their readers take them. Nothing is open between two pieces, so readers that take their time
 * hold no connection to where the bytes come from. The more readers there are, the smaller their pieces.
 */
export class PacedReads {
  private readers = 0

  /** @param nowMs milliseconds that only run forward */
  constructor(private readonly nowMs = () => performance.now()) {}

  /** A part of a file; undefined when there is nothing to read from. */
  async open(read: ReadPiece, { from, to }: Part): Promise<ReadableStream<Uint8Array> | undefined> {
    let pieceBytes = FIRST_BYTES
    let at = from
    const next = () => read(at, Math.min(at + Math.min(pieceBytes, this.most), to))
    const first = await next()
    const leave = this.enter()
    if (first === undefined) {
      leave()
      return undefined
    }
    let takenAt = this.nowMs()
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
      if (at > from) pieceBytes = this.nowMs() - takenAt > SLOW_MS ? FIRST_BYTES : Math.min(2 * pieceBytes, MOST_BYTES)
      const piece = at > from ? await next() : first
      if (piece === undefined) throw new Error('A file was removed while it was read.')
      at += piece.byteLength
      controller.enqueue(piece)
      if (at >= to) {
        controller.close()
        leave()
      }
      takenAt = this.nowMs()
    }
    const orLeave = (error: unknown) => {
      leave()
      throw error
    }
    return new ReadableStream(
      { pull: (controller) => pull(controller).catch(orLeave), cancel: leave },
      { highWaterMark: 0 },
    )
  }

  /** The most of a piece, with as many readers as there are. */
  private get most(): number {
    return Math.max(LEAST_BYTES, Math.floor(HELD_BYTES / Math.max(1, this.readers)))
  }

  /** Counts a reader; the answer ends that, once. */
  private enter(): () => void {
    this.readers++
    let left = false
    return () => {
      if (!left) this.readers--
      left = true
    }
  }
}
