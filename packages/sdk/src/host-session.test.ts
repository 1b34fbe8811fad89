import { expect, test } from 'bun:test'
import type { SocketEvents, Transport } from './api'
import { exchangedToken, hostSession } from './host-session'
import { asParleyError } from './lib/error'
import { text, twoPeople } from './testing/people'
import { until } from './testing/until'

const url = 'http://parley.test'
const unauthenticated = { code: -32_001, message: 'Sign in.', data: { code: 'unauthenticated', retry: false } }

/** A server that opens sessions for certain tokens only, and can end its connections. */
const guarded = (inner: Transport, valid: Set<string>) => {
  const open = new Set<SocketEvents>()
  const opened: string[] = []
  const transport: Transport = {
    connect: (events) => {
      const socket = inner.connect(events)
      open.add(events)
      const send = (frame: string) => {
        const { id, method, params } = JSON.parse(frame) as { id: number; method: string; params: { token: string } }
        if (method !== 'session.open') return socket.send(frame)
        opened.push(params.token)
        if (valid.has(params.token)) return socket.send(frame)
        events.onFrame(JSON.stringify({ jsonrpc: '2.0', id, error: unauthenticated }))
      }
      return { send, close: () => socket.close() }
    },
  }
  const end = (code: number) => {
    for (const events of open) events.onClose(code)
    open.clear()
  }
  return { transport, opened, end }
}

const scene = (tokens: readonly (string | Error)[]) => {
  const people = twoPeople()
  const valid = new Set(['first'])
  const server = guarded(people.server.transport(people.alice), valid)
  const asked: (string | undefined)[] = []
  const token = async (refused: string | undefined) => {
    const next = tokens[asked.push(refused) - 1]
    if (next === undefined || next instanceof Error) throw next ?? new Error('no more tokens')
    return next
  }
  const { transport } = hostSession({ url, token, transport: server.transport })
  return { ...people, ...server, valid, asked, start: () => people.live(people.alice, { transport }) }
}

test('[SV20] a session that ends goes on with another token, and loses no draft and no waiting message', async () => {
  const { start, end, valid, asked, opened, chatId, clock } = scene(['first', 'second'])
  const client = await start()
  valid.clear()
  valid.add('second')
  end(4501)
  client.setDraft(chatId, 'half a sentence')
  client.send(chatId, text('waiting'))
  expect(client.state.get().connection.phase).toBe('waiting')
  expect(client.state.get().chats.get(chatId)?.queued).toBe(1)
  await clock.pass(5_000)
  expect(client.state.get().connection.phase).toBe('live')
  expect(client.state.get().chats.get(chatId)).toMatchObject({
    queued: 0,
    last: { body: text('waiting') },
    state: { draft: { text: 'half a sentence' } },
  })
  expect([asked, opened]).toEqual([
    [undefined, 'first'],
    ['first', 'second'],
  ])
})

test('a token that opens no session is replaced', async () => {
  const { start, asked, clock } = scene(['expired', 'first'])
  const client = await start()
  await clock.pass(5_000)
  expect(client.state.get().connection.phase).toBe('live')
  expect(asked).toEqual([undefined, 'expired'])
})

test('while the other product gives no token, the client asks again', async () => {
  const { start, asked, clock } = scene([new Error('down'), new Error('down'), 'first'])
  const client = await start()
  await clock.pass(20_000)
  expect(client.state.get().connection.phase).toBe('live')
  expect(asked).toEqual([undefined, undefined, undefined])
})

test('a disabled account ends the client, which requests no other token', async () => {
  const { start, end, asked, clock } = scene(['first', 'second'])
  const client = await start()
  end(4502)
  await clock.pass(20_000)
  expect(client.state.get().connection).toMatchObject({ phase: 'ended', ended: 'account_disabled' })
  expect(asked).toEqual([undefined])
})

/** A server over HTTP that takes the token `second`, and exchanges signed tokens. */
const httpServer = () => {
  const seen: string[] = []
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => {
      const { pathname } = new URL(request.url)
      seen.push(`${pathname} ${request.headers.get('authorization') ?? '-'}`)
      if (pathname === '/api/accounts.exchange') {
        const { jwt } = (await request.json()) as { jwt: string }
        return Response.json({ session: { token: `of ${jwt}` } })
      }
      if (request.headers.get('authorization') === 'Bearer second') return Response.json({ chats: [] })
      return Response.json({ error: unauthenticated }, { status: 401 })
    },
  })
  return { seen, url: `http://127.0.0.1:${server.port}`, [Symbol.dispose]: () => void server.stop(true) }
}

test('calls over HTTP with an expired token are repeated with another one, for which they ask once', async () => {
  using server = httpServer()
  const asked: (string | undefined)[] = []
  const token = async (refused: string | undefined) => {
    asked.push(refused)
    return refused === undefined ? 'first' : 'second'
  }
  const { http } = hostSession({ url: server.url, token })
  await Promise.all([http('accounts.me', {}), http('accounts.me', {})])
  expect(asked).toEqual([undefined, 'first'])
  expect(server.seen.filter((line) => line === '/api/accounts.me Bearer second')).toHaveLength(2)
})

test('signing out requests no token and calls no server, neither without a session nor after its end', async () => {
  using server = httpServer()
  const asked: (string | undefined)[] = []
  const token = async (refused: string | undefined) => {
    asked.push(refused)
    return refused === undefined ? 'expired' : new Promise<string>(() => undefined)
  }
  const { http } = hostSession({ url: server.url, token })
  const logout = () => http('accounts.logout', {}).catch(asParleyError)
  expect(await logout()).toMatchObject({ code: 'unauthenticated' })
  expect(asked).toEqual([])
  void http('accounts.me', {})
  await until(
    () => asked.length === 2,
    () => Bun.sleep(5),
  )
  expect(await logout()).toMatchObject({ code: 'unauthenticated' })
  expect(asked).toEqual([undefined, 'expired'])
  expect(server.seen.filter((line) => line.includes('logout'))).toEqual([])
})

test('signed tokens are exchanged, a new one for each session', async () => {
  using server = httpServer()
  let signed = 0
  const source = exchangedToken({ url: server.url, jwt: async () => `jwt-${++signed}` })
  expect([await source(undefined), await source('of jwt-1')]).toEqual(['of jwt-1', 'of jwt-2'])
  expect(server.seen).toEqual(['/api/accounts.exchange -', '/api/accounts.exchange -'])
})
