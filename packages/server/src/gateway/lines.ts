import { limits } from '@parley/protocol'

/** Receives the lines. */
export interface LineSink {
  line(text: string): void
  /** A complete line that is not UTF-8. */
  notText(): void
  /** A line is longer than `limits.frameBytes`. Nothing is read after it. */
  tooLong(): void
}

const LINE_FEED = 10
const CARRIAGE_RETURN = 13
/** The most bytes of an unfinished line: the limit and a carriage return at its end. */
const HELD_BYTES = limits.frameBytes + 1
const FIRST_HELD_BYTES = 256

/** Refuses invalid UTF-8 instead of replacing it, and keeps a byte order mark as a character. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Splits a stream of bytes into lines, independent of packets. Between two lines it holds no memory. An unfinished line
 * is one growing buffer, so that packets of one byte cost no more than a whole line.
 */
export class Lines {
  private held: Uint8Array | undefined
  private heldBytes = 0
  private stopped = false

  constructor(private readonly sink: LineSink) {}

  /** Bytes from the client, in order. */
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

  /** The client closed its side: input without a line feed is its last line. */
  end(): void {
    if (this.heldBytes > 0) this.finish(new Uint8Array())
  }

  /** Stops reading, and frees its memory. */
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

/** The present buffer, or one of twice the size with the same bytes. */
const roomFor = (length: number, held: Uint8Array | undefined, heldBytes: number): Uint8Array => {
  if (held && held.length >= length) return held
  let size = held?.length ?? FIRST_HELD_BYTES
  while (size < length) size *= 2
  const larger = new Uint8Array(Math.min(size, HELD_BYTES))
  if (held) larger.set(held.subarray(0, heldBytes))
  return larger
}
