import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type ChatId, errors, limits, type MessageId, type MethodName, newUuidV7, type Params } from '@parley/protocol'
import { callHttp } from '../lib/people'
import { type Connect, connections, invalidParams, refusal, refusalName, type Scene, startScene } from './scene'

let scene: Scene
beforeAll(async () => {
  scene = await startScene({ PARLEY_RATE_LIMITS: 'off' })
})
afterAll(() => scene[Symbol.asyncDispose]())

type Who = 'alice' | 'bob' | 'carol'
type Call = <N extends MethodName>(who: Who, method: N, params: Params<N>) => Promise<unknown>

const over =
  (connect: Connect): Call =>
  async (who, method, params) => {
    using connection = await connect(scene, scene[who].token)
    return await connection.call(method, params)
  }
const overHttp: Call = (who, method, params) => callHttp(scene.url, { method, params, token: scene[who].token })

const text = (value: string) => ({ type: 'text' as const, text: value })
const newId = () => newUuidV7() as MessageId

const transports = {
  WebSocket: over(connections.WebSocket),
  TCP: over(connections.TCP),
  HTTP: overHttp,
} as const
for (const [transport, call] of Object.entries(transports)) {
  const send = (params: object, who: Who = 'alice') =>
    call(who, 'messages.send', invalidParams({ id: newId(), chatId: scene.chatId, body: text('hello'), ...params }))

  describe(`over ${transport}, wrong parameters are refused with the name of the field`, () => {
    const cases: readonly (readonly [what: string, params: object, field: string])[] = [
      ['no id', { id: undefined }, 'id'],
      ['no chat', { chatId: undefined }, 'chatId'],
      ['no body', { body: undefined }, 'body'],
      ['no text', { body: { type: 'text' } }, 'body.text'],
      ['a number as text', { body: { type: 'text', text: 7 } }, 'body.text'],
      ['an id that is not a UUID', { id: 'hello' }, 'id'],
      ['an id that is a UUIDv4', { id: '9b2d9c8e-7c1d-4e3a-8f60-1a2b3c4d5e6f' }, 'id'],
      ['an id in capitals', { id: newId().toUpperCase() }, 'id'],
      ['an empty text', { body: text('') }, 'body.text'],
      ['a text of spaces', { body: text(' \n\t ') }, 'body.text'],
      ['a text of 8,001 characters', { body: text('ä'.repeat(limits.textMaxChars + 1)) }, 'body.text'],
      ['a lone surrogate', { body: text('a\ud83db') }, 'body.text'],
      ['a NUL', { body: text('a\0b') }, 'body.text'],
      ['a system message as body', { body: { type: 'system', event: 'group_created' } }, 'body.type'],
      ['a chat id that is an object', { chatId: { $ne: null } }, 'chatId'],
    ]
    for (const [what, params, field] of cases) {
      test(what, async () => {
        const { code, data } = await refusal(send(params))
        expect(data.code).toBe('invalid_params')
        expect(data.field).toBe(field)
        expect(data.retry).toBe(false)
        expect(code).toBe(errors.invalid_params.code)
      })
    }

    for (const params of [null, [], 'text', 7, undefined]) {
      test(`parameters that are ${JSON.stringify(params)}`, async () => {
        expect(await refusalName(call('alice', 'messages.send', invalidParams(params)))).toBe('invalid_params')
      })
    }

    test('8,000 characters of four bytes each are accepted', async () => {
      const longest = '😀'.repeat(limits.textMaxChars)
      expect(await send({ body: text(longest) })).toMatchObject({ body: { text: longest } })
    })
  })

  describe(`over ${transport}, data of other users stays hidden`, () => {
    test('[DL4] using the id of another user’s message is a conflict that reveals nothing', async () => {
      const id = newId()
      await send({ id, body: text('the secret of alice') })
      const error = await refusal(send({ id, body: text('the same id from bob') }, 'bob'))
      expect(error.data.code).toBe('conflict')
      expect(JSON.stringify(error)).not.toContain('secret')
    })

    test('[DL4] sending an own id again is a conflict with another text, and returns the stored message with the same text', async () => {
      const id = newId()
      const first = await send({ id, body: text('once') })
      expect(await refusalName(send({ id, body: text('twice') }))).toBe('conflict')
      expect(await send({ id, body: text('once') })).toEqual(first)
    })

    test('[DL13] a chat of other users is not found, like one that does not exist', async () => {
      const foreign = [
        () => call('carol', 'messages.send', { id: newId(), chatId: scene.chatId, body: text('let me in') }),
        () => call('carol', 'messages.list', { chatId: scene.chatId }),
        () => call('carol', 'chats.changes', { chatId: scene.chatId, since: 0 }),
        () => call('carol', 'chats.markRead', { chatId: scene.chatId, seq: 1 }),
        () => call('carol', 'chats.typing', { chatId: scene.chatId }),
        () => call('carol', 'groups.invite', { chatId: scene.chatId, userIds: [scene.carol.userId] }),
        () => call('carol', 'chats.changes', { chatId: newUuidV7() as ChatId, since: 0 }),
      ]
      for (const attempt of foreign) expect(await refusalName(attempt())).toBe('not_found')
    })

    test("[DL13] using an id from another users' chat returns not_found, not conflict", async () => {
      const id = newId()
      await send({ id })
      expect(await refusalName(send({ id }, 'carol'))).toBe('not_found')
    })
  })

  describe(`over ${transport}, a clock that is an hour off`, () => {
    for (const offMs of [-3_600_000, 3_600_000]) {
      test(`[DL14] by ${offMs / 60_000} minutes changes neither time nor order`, async () => {
        const off = (await send({ id: newUuidV7(Date.now() + offMs) as MessageId })) as { at: number; seq: number }
        const right = (await send({})) as { at: number; seq: number }
        expect(Math.abs(off.at - Date.now())).toBeLessThan(60_000)
        expect(right.seq).toBe(off.seq + 1)
        expect(right.at).toBeGreaterThanOrEqual(off.at)
      })
    }
  })
}

for (const [transport, connect] of Object.entries(connections))
  describe(`sessions over ${transport}`, () => {
    const foreign = ['', 'x', 'A'.repeat(43), 'f'.repeat(64), '../../etc/passwd', "' or 1=1 --"]
    for (const token of foreign) {
      test(`an unknown token (${JSON.stringify(token.slice(0, 16))}) is refused here and over HTTP`, async () => {
        using socket = await connect(scene)
        expect(await refusalName(socket.call('session.open', { token }))).toBe('unauthenticated')
        expect(await refusalName(callHttp(scene.url, { method: 'accounts.me', params: {}, token }))).toBe(
          'unauthenticated',
        )
      })
    }

    test('without a session only the open methods are accepted', async () => {
      using socket = await connect(scene)
      for (const method of ['accounts.me', 'sync.pull', 'session.ping', 'sessions.list'] as const)
        expect(await refusalName(socket.call(method, {}))).toBe('unauthenticated')
    })

    test('[DL29] an ended session is refused at once, here and on other connections', async () => {
      const password = 'plum tractor under seven clouds'
      const { session } = await callHttp(scene.url, { method: 'accounts.login', params: { login: 'carol', password } })
      const socket = await connect(scene, session.token)
      await overHttp('carol', 'sessions.revoke', { sessionId: session.id })
      expect(await socket.closed).toBe(4501)
      const again = callHttp(scene.url, { method: 'accounts.me', params: {}, token: session.token })
      expect(await refusalName(again)).toBe('unauthenticated')
    })
  })
