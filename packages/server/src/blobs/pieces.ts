/**
 * Cuts bytes into pieces of `size` bytes; the last one may be shorter. When the stream fails, the bytes before the failure come
 * as a last piece, and then the failure.
 */
export async function* piecesOf(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let chunks: Uint8Array[] = []
  let held = 0
  let failure: { readonly error: unknown } | undefined
  const piece = (): Uint8Array => {
    const whole = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
    chunks = []
    held = 0
    return whole
  }
  const chunksOf = bytes[Symbol.asyncIterator]()
  try {
    while (true) {
      const next = await chunksOf.next().catch((error: unknown) => {
        failure = { error }
        return undefined
      })
      if (next === undefined || next.done) break
      let chunk = next.value
      while (held + chunk.byteLength >= size) {
        const room = size - held
        chunks.push(chunk.subarray(0, room))
        yield piece()
        chunk = chunk.subarray(room)
      }
      if (chunk.byteLength > 0) chunks.push(chunk)
      held += chunk.byteLength
    }
    if (held > 0) yield piece()
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
