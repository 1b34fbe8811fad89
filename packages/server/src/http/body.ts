import { limits } from '@parley/protocol'
import { fail } from '../lib/fail'

/**
 * The text of a request's body.
 * @throws `too_large` over `limits.bodyBytes`, without reading on; `invalid_request` when the sender is gone
 */
export const readBody = async (request: Request): Promise<string> => {
  const length = request.headers.get('content-length')
  if (length !== null) {
    if (Number(length) > limits.bodyBytes) throw tooLarge()
    return request.text().catch(endedEarly)
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunksOf(request)) {
    bytes += chunk.byteLength
    if (bytes > limits.bodyBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/**
 * The bytes of a request's body as they come.
 * @throws `invalid_request` when the sender is gone
 */
export async function* chunksOf(request: Request): AsyncGenerator<Uint8Array> {
  if (!request.body) return
  try {
    yield* request.body as unknown as AsyncIterable<Uint8Array>
  } catch (error) {
    endedEarly(error)
  }
}

/** Whoever sent it is gone, and nobody hears the answer. */
const endedEarly = (error: unknown): never => {
  throw fail('invalid_request', {
    message: `The body ended early (${error instanceof Error ? error.message : error}).`,
  })
}

const tooLarge = () => fail('too_large', { message: `A body holds at most ${limits.bodyBytes} bytes.` })

/**
 * The parameters in a body; an empty body has none.
 * @throws `parse_error`
 */
export const parseBody = (text: string): unknown => {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw fail('parse_error', { message: 'This is not JSON. Send the parameters as one JSON object.' })
  }
}
