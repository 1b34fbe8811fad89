import type { MethodName } from '@parley/protocol'
import { type ChatId, newUuidV7 } from '@parley/protocol/ids'
import type { Address } from './address'
import { clientFrame } from './frame'

/** Calls of templates have ids from here on (eight digits). Single calls have lower ids. */
export const firstTemplateId = 10_000_000

const method: MethodName = 'messages.send'
const idLetters = 36

/** Writes `value` with `digits` digits in `base` (10 or 16). The last digit goes to `end - 1`. */
const patch = (bytes: Buffer, end: number, number: { value: number; digits: number; base: number }): void => {
  let rest = number.value
  for (let i = 1; i <= number.digits; i++) {
    const digit = rest % number.base
    bytes[end - i] = digit < 10 ? 48 + digit : 87 + digit
    rest = (rest - digit) / number.base
  }
}

/** The message text of `bytes` letters that the load sends. */
export const loadText = (bytes: number): string =>
  'The quick brown fox jumps over the lazy dog. '.repeat(200).slice(0, bytes)

/** The common fields of all messages of a template. */
export interface MessageShape {
  chatId: ChatId
  textBytes: number
}

/** `messages.send` to one chat as bytes, built once. Each message only patches its ids in place. */
export class SendTemplate {
  #next = 0
  #batch = Buffer.alloc(0)
  readonly #messageIdEnd: number
  readonly #rpcIdEnd: number

  private constructor(
    private readonly bytes: Buffer,
    private readonly prefix: string,
  ) {
    this.#messageIdEnd = bytes.indexOf(prefix) + idLetters
    this.#rpcIdEnd = bytes.indexOf(String(firstTemplateId)) + 8
  }

  /** A template as a WebSocket frame. */
  static frame(shape: MessageShape): SendTemplate {
    const params = paramsOf(shape)
    const call = JSON.stringify({ jsonrpc: '2.0', id: firstTemplateId, method, params })
    return new SendTemplate(clientFrame(Buffer.from(call)), params.id.slice(0, 24))
  }

  /** A template as an HTTP request on a keep-alive connection. */
  static request(shape: MessageShape, to: Address): SendTemplate {
    const params = paramsOf(shape)
    const body = JSON.stringify(params)
    const head =
      `POST ${to.path} HTTP/1.1\r\nHost: ${to.host}:${to.port}\r\nAuthorization: Bearer ${to.token ?? ''}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`
    return new SendTemplate(Buffer.from(head + body), params.id.slice(0, 24))
  }

  /** Messages made so far. In frames, the next call's id is `firstTemplateId + made`. */
  get made(): number {
    return this.#next
  }

  /** The id of the message with this number (the first is 0). */
  messageId(number: number): string {
    return this.prefix + number.toString(16).padStart(12, '0')
  }

  /** The bytes of the next `count` messages, valid until the next call. */
  next(count: number): Buffer {
    const size = this.bytes.length
    if (this.#batch.length < size * count) this.#batch = Buffer.alloc(size * count)
    for (let i = 0; i < count; i++) {
      const value = this.#next++
      if (this.#rpcIdEnd > 8) {
        patch(this.bytes, this.#rpcIdEnd, { value: firstTemplateId + value, digits: 8, base: 10 })
      }
      patch(this.bytes, this.#messageIdEnd, { value, digits: 8, base: 16 })
      this.bytes.copy(this.#batch, i * size)
    }
    return this.#batch.subarray(0, size * count)
  }
}

const paramsOf = ({ chatId, textBytes }: MessageShape) => ({
  id: newUuidV7().slice(0, 24) + '0'.repeat(12),
  chatId,
  body: { type: 'text', text: loadText(textBytes) },
})
