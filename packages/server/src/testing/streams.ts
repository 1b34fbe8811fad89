const CHUNK_BYTES = 64 * 1024

/** The bytes of a file of any size, always the same and without a short period; they come in chunks as from a network. */
export async function* streamOf(size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size; at += CHUNK_BYTES) {
    const words = new Uint32Array(CHUNK_BYTES / 4).map((_, index) => Math.imul(at / 4 + index, 2_654_435_761))
    yield new Uint8Array(words.buffer).subarray(0, Math.min(CHUNK_BYTES, size - at))
  }
}

/** As many of these bytes, and then the connection of the sender breaks. */
export async function* breaksAfter(size: number): AsyncGenerator<Uint8Array> {
  yield* streamOf(size)
  throw new Error('the sender is gone')
}

/** SHA-256 of all bytes. */
export const sumOf = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = new Bun.CryptoHasher('sha256')
  for await (const chunk of bytes) hash.update(chunk)
  return hash.digest('hex')
}
