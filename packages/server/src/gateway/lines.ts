import { limits } from '@parley/protocol'

/** What becomes of the lines that arrive. */
export interface LineSink {
  line(text: string): void
  /** A whole line came, and it is not UTF-8. */
  notText(): void
  /** A line is longer than `limits.frameBytes`. Nothing is read after it. */
  tooLong(): void
}

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
/** What is held of an unfinished line: as much as one may have, and the carriage return that may stand at its end. */
const HELD_BYTES = limits.frameBytes + 1
const FIRST_HELD_BYTES = 256

/** Refuses what is not UTF-8 instead of replacing it, and takes a byte order mark for the character that it is. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Cuts a stream of bytes into lines, wherever its packets begin and end. Between two lines it holds nothing; an
 * unfinished one is held in one growing piece, so that a byte a packet costs no more than a line in one packet.
 */
export class Lines {
  private held: Uint8Array | undefined
  private heldBytes = 0
  private stopped = false

  constructor(private readonly sink: LineSink) {}

  /** Bytes from the far end, in their order. */
  push(chunk: Uint8Array): void {
    let from = 0
    while (!this.stopped) {
      const at = chunk.indexOf(LINE_FEED, from)
      if (at < 0) break
      this.finish(chunk.subarray(from, at))
      from = at + 1
    }
    if (from < chunk.length) this.hold(chunk.subarray(from))
  }

  /** The far end sends no more: what has no line feed is its last line. */
  end(): void {
    if (this.heldBytes > 0) this.finish(new Uint8Array())
  }

  /** Reads no more, and holds nothing. */
  stop(): void {
    this.stopped = true
    this.clear()
  }

  private finish(rest: Uint8Array): void {
    const line = this.heldBytes === 0 ? rest : this.joined(rest)
    const length = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length
    if (this.stopped) return
    this.clear()
    if (length > limits.frameBytes) this.refuse()
    else this.decode(line.subarray(0, length))
  }

  private joined(rest: Uint8Array): Uint8Array {
    this.hold(rest)
    return this.held?.subarray(0, this.heldBytes) ?? rest
  }

  private decode(line: Uint8Array): void {
    let text: string
    try {
      text = utf8.decode(line)
    } catch {
      this.sink.notText()
      return
    }
    this.sink.line(text)
  }

  private hold(bytes: Uint8Array): void {
    if (this.stopped) return
    const length = this.heldBytes + bytes.length
    if (length > HELD_BYTES) {
      this.refuse()
      return
    }
    this.held = roomFor(length, this.held, this.heldBytes)
    this.held.set(bytes, this.heldBytes)
    this.heldBytes = length
  }

  private refuse(): void {
    this.stop()
    this.sink.tooLong()
  }

  private clear(): void {
    this.held = undefined
    this.heldBytes = 0
  }
}

/** The piece that is held, or twice as large a one with the same bytes. */
const roomFor = (length: number, held: Uint8Array | undefined, heldBytes: number): Uint8Array => {
  if (held && held.length >= length) return held
  let size = held?.length ?? FIRST_HELD_BYTES
  while (size < length) size *= 2
  const larger = new Uint8Array(Math.min(size, HELD_BYTES))
  if (held) larger.set(held.subarray(0, heldBytes))
  return larger
}
