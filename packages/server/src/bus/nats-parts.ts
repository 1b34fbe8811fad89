/**
 * One answer as several messages: a line says which part it is and whether more follow, then come its bytes. The order is
 * the sender's; a part that is missing makes the whole useless.
 */
const LINE_END = 10
const HEAD_BYTES = 16

type Mark = 'more' | 'last' | 'failed'
const marks: Readonly<Record<string, Mark>> = { '+': 'more', '.': 'last', '!': 'failed' }

/** Splits a text into messages of at most `maxBytes`. */
export function* toParts(text: string, maxBytes: number): Generator<Buffer> {
  const bytes = Buffer.from(text)
  const step = maxBytes - HEAD_BYTES
  const count = Math.max(1, Math.ceil(bytes.length / step))
  for (let at = 0; at < count; at++) {
    const mark = at === count - 1 ? '.' : '+'
    yield Buffer.concat([Buffer.from(`${at}${mark}\n`), bytes.subarray(at * step, (at + 1) * step)])
  }
}

/** Replaces a response that its node could not give. */
export const failedPart = (): Buffer => Buffer.from('0!\n')

/** Puts the parts of one answer together. */
export class Parts {
  private readonly chunks: Uint8Array[] = []

  /** The whole text, once its last part is there; `failed` when there is none, `lost` when a part did not arrive. */
  add(part: Uint8Array): { state: 'more' | 'failed' | 'lost' } | { state: 'whole'; text: string } {
    const end = part.indexOf(LINE_END)
    const head = Buffer.from(part.subarray(0, Math.max(0, end))).toString()
    const mark = marks[head.slice(-1)]
    if (mark === 'failed') return { state: mark }
    if (!mark || head.slice(0, -1) !== String(this.chunks.length)) return { state: 'lost' }
    this.chunks.push(part.subarray(end + 1))
    return mark === 'more' ? { state: 'more' } : { state: 'whole', text: Buffer.concat(this.chunks).toString() }
  }
}
