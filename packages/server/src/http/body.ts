import { limits } from '@parley/protocol'
import { fail } from '../lib/fail'

/**
 * The text of a request's body.
 * @throws `too_large` over `limits.bodyBytes`, without reading on
 */
export const readBody = async (request: Request): Promise<string> => {
  const length = request.headers.get('content-length')
  if (length !== null) {
    if (Number(length) > limits.bodyBytes) throw tooLarge()
    return request.text()
  }
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > limits.bodyBytes) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
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
