import { setImmediate as nextTurn } from 'node:timers/promises'
import { limits } from '@parley/protocol'
import { ByteBuffer } from '../lib/byte-buffer'
import { fail } from '../lib/fail'
import { parseJson } from '../lib/parse-json'

/** Shorter chunks than this arrive slowly, or were made short on purpose. */
const SHORT_BYTES = 16 * 1024

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
  const buffer = new ByteBuffer(limits.bodyBytes)
  for await (const chunk of chunksOf(request)) {
    if (buffer.length + chunk.byteLength > limits.bodyBytes) throw tooLarge()
    buffer.add(chunk)
  }
  return buffer.take().toString('utf8')
}

/**
 * The bytes of a request's body as they arrive. A sender may cut them into chunks of one byte, each of which costs as
 * much time as a long one. So the chunk after a short one is read in a later turn of the event loop, and the runtime
 * joins all input until then.
 * @throws `invalid_request` when the sender is gone
 */
export async function* chunksOf(request: Request): AsyncGenerator<Uint8Array> {
  if (!request.body) return
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      yield chunk
      if (chunk.byteLength < SHORT_BYTES) await nextTurn()
    }
  } catch (error) {
    endedEarly(error)
  }
}

/** The sender disconnected, so the response reaches no client. */
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
    return parseJson(text)
  } catch {
    throw fail('parse_error', { message: 'This is not JSON. Send the parameters as one JSON object.' })
  }
}
