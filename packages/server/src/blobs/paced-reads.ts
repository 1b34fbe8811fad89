/** The size of the first piece that is read of a file. */
const FIRST_BYTES = 128 * 1024
/** The size that pieces grow to while their reader keeps up. */
const MOST_BYTES = 2 * 1024 * 1024
/** A reader that takes longer than this for a piece gets small pieces: what it has not taken yet is in memory. */
const SLOW_MS = 1_000

/** Reads the bytes from `from` to before `to`; undefined when there is nothing to read from. */
export type ReadPiece = (from: number, to: number) => Promise<Uint8Array<ArrayBuffer> | undefined>

/** The bytes from `from` to before `to`. */
interface Part {
  readonly from: number
  readonly to: number
}

/**
 * A part of a file, read in pieces as the reader takes them. Nothing is open between two pieces, so readers that take their time hold
 * no connection to where the bytes come from.
 * @param nowMs milliseconds that only run forward
 * @returns undefined when there is nothing to read from
 */
export const pacedReads = async (
  read: ReadPiece,
  { from, to }: Part,
  nowMs = () => performance.now(),
): Promise<ReadableStream<Uint8Array> | undefined> => {
  let pieceBytes = FIRST_BYTES
  let at = from
  const next = () => read(at, Math.min(at + pieceBytes, to))
  let piece = await next()
  if (piece === undefined) return undefined
  let takenAt = nowMs()
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (at > from) {
      pieceBytes = nowMs() - takenAt > SLOW_MS ? FIRST_BYTES : Math.min(2 * pieceBytes, MOST_BYTES)
      piece = await next()
    }
    if (piece === undefined) throw new Error('A file was removed while it was read.')
    at += piece.byteLength
    controller.enqueue(piece)
    if (at >= to) controller.close()
    takenAt = nowMs()
  }
  return new ReadableStream({ pull }, { highWaterMark: 0 })
}
