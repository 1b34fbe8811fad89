import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { limits, type MessageId, type WireError } from '@parley/protocol'
import { newUuidV7 } from '@parley/protocol/ids'
import { Disconnected } from '../lib/rpc-client'
import { connections, type Scene, startScene } from './scene'

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
})
afterAll(() => scene[Symbol.asyncDispose]())

interface Answer {
  readonly result?: unknown
  readonly error?: WireError
}

/** Makes a call with this JSON text as parameters, and optionally a prefix before the whole frame. */
type Ask = (method: string, params: string, before?: string) => Promise<Answer>

const overHttp: Ask = async (method, params, before = '') => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${scene.alice.token}` }
  const response = await fetch(`${scene.url}/api/${method}`, { method: 'POST', body: before + params, headers })
  const answer = (await response.json()) as { error?: WireError }
  return response.ok ? { result: answer } : answer
}
const overConnection =
  (transport: keyof typeof connections): Ask =>
  async (method, params, before = '') => {
    using client = await connections[transport](scene, scene.alice.token)
    client.raw(`${before}{"jsonrpc":"2.0","id":"x","method":"${method}","params":${params}}`)
    const closed = client.closed.then((code) => Promise.reject(new Disconnected(code)))
    return await Promise.race([client.answer(), closed])
  }

/** JSON in pure ASCII, as many programs write it. */
const ascii = (value: unknown): string =>
  JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const send = (text: string) => ({
  id: newUuidV7() as MessageId,
  chatId: scene.chatId,
  body: { type: 'text', text },
  replyTo: { id: newUuidV7(), seq: Number.MAX_SAFE_INTEGER },
  mentions: Array.from({ length: limits.mentionsMax }, () => newUuidV7()),
})

for (const [transport, ask] of Object.entries({
  HTTP: overHttp,
  WebSocket: overConnection('WebSocket'),
  TCP: overConnection('TCP'),
}))
  describe(`over ${transport}`, () => {
    test('the longest text of emojis is accepted in pure ASCII', async () => {
      const text = '😀'.repeat(limits.textMaxChars)
      const { replyTo, mentions, ...params } = send(text)
      expect(await ask('messages.send', ascii(params))).toMatchObject({ result: { body: { text } } })
    })

    test('with the most mentions it is parsed, too, and only the mentions are refused', async () => {
      const answer = await ask('messages.send', ascii(send('😀'.repeat(limits.textMaxChars))))
      expect(answer.error?.data.code).not.toBe('too_large')
      expect(JSON.stringify(answer)).toContain('mention')
    })

    test('a text with one emoji more is refused by the limit of texts', async () => {
      const { mentions, replyTo, ...params } = send('😀'.repeat(limits.textMaxChars + 1))
      const { error } = await ask('messages.send', ascii(params))
      expect(error?.data.code).toBe('invalid_params')
      expect(JSON.stringify(error)).toContain(`at most ${limits.textMaxChars} characters`)
    })

    test('a byte order mark before the JSON is ignored', async () => {
      const answer = await ask('session.ping', '{}', '\ufeff')
      expect(answer).toMatchObject({ result: { serverTime: expect.any(Number) } })
    })

    test('a byte order mark inside a text is one of its characters', async () => {
      const { mentions, replyTo, ...params } = send('\ufeffa\ufeff')
      const answer = await ask('messages.send', JSON.stringify(params))
      expect(answer).toMatchObject({ result: { body: { text: '\ufeffa\ufeff' } } })
    })
  })

test('a byte order mark before a chunked body is ignored, too', async () => {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode('\ufeff{'))
      controller.enqueue(new TextEncoder().encode('}'))
      controller.close()
    },
  })
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${scene.alice.token}` }
  const response = await fetch(`${scene.url}/api/accounts.me`, { method: 'POST', body, headers })
  expect(response.status).toBe(200)
})
