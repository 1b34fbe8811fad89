import { ByteBuffer } from '../lib/byte-buffer'

/**
 * Splits bytes into pieces of `size` bytes, with a shorter last piece if necessary. When the stream fails, the bytes
 * before the failure are a last piece, and then the failure follows.
 */
export async function* piecesOf(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  const held = new ByteBuffer(size)
  let failure: { readonly error: unknown } | undefined
  const chunksOf = bytes[Symbol.asyncIterator]()
  try {
    while (true) {
      const next = await chunksOf.next().catch((error: unknown) => {
        failure = { error }
        return undefined
      })
      if (next === undefined || next.done) break
      let chunk = next.value
      while (held.length + chunk.byteLength >= size) {
        const room = size - held.length
        held.add(chunk.subarray(0, room))
        yield held.take()
        chunk = chunk.subarray(room)
      }
      held.add(chunk)
    }
    if (held.length > 0) yield held.take()
  } finally {
    if (failure === undefined) await chunksOf.return?.()
  }
  if (failure !== undefined) throw failure.error
}

/**
 * The same bytes.
 * @throws {Error} when there are more or fewer than `size`, as soon as that is known
 */
export async function* exactly(size: number, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let count = 0
  for await (const chunk of bytes) {
    count += chunk.byteLength
    if (count > size) break
    yield chunk
  }
  if (count !== size) throw new Error(`A stream of ${size} bytes had ${count > size ? 'more' : `only ${count}`}.`)
}
