/** Gathers bytes in one piece of memory, so a thousand chunks of one byte take a thousand bytes. */
export class ByteBuffer {
  private bytes = Buffer.alloc(0)
  private used = 0

  /** @param most bytes that it will ever hold at a time */
  constructor(private readonly most: number) {}

  /** Bytes that are held. */
  get length(): number {
    return this.used
  }

  add(chunk: Uint8Array): void {
    const needed = this.used + chunk.byteLength
    if (needed > this.bytes.byteLength) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, Math.min(2 * this.bytes.byteLength, this.most)))
      this.bytes.copy(larger, 0, 0, this.used)
      this.bytes = larger
    }
    this.bytes.set(chunk, this.used)
    this.used = needed
  }

  /** Returns what is held, and holds nothing from then on. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.used)
    this.bytes = Buffer.alloc(0)
    this.used = 0
    return taken
  }
}
