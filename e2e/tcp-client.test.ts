import { expect, test } from 'bun:test'
import type { ChatId, TextBody } from '@parley/protocol'
import { type Client, createClient, createMemoryStore } from '@parley/sdk'
import { solveChallenge } from '@parley/sdk/challenge'
import { callTcp, createTcpClient } from '@parley/sdk/tcp-client'
import { eventually } from '@parley/server/src/testing/eventually'
import { callHttp, register } from './lib/people'
import { startServer } from './lib/server-process'
import { temporaryDirectory } from './lib/temporary-directory'

const text = (value: string): TextBody => ({ type: 'text', text: value })

/** Texts of a chat as a client shows them, once it is in sync. */
const shown = async (client: Client, chatId: ChatId, count: number): Promise<string[]> => {
  const timeline = client.timeline(chatId)
  await timeline.show('latest')
  const stored = () => timeline.state.get().rows.filter(({ seq }) => seq !== undefined)
  await eventually(() => stored().length >= count)
  const texts = stored().map(({ body }) => (body.type === 'text' ? body.text : body.type))
  timeline.close()
  return texts
}

test('[DL4] a client over TCP and one over WebSocket exchange messages, queued ones included, through a restart, each once', async () => {
  using directory = temporaryDirectory('tcp-client')
  const dataDir = `${directory.path}/data`
  const first = await startServer({ dataDir })
  const tcpPort = await first.tcpPort()
  const tcpUrl = `tcp://127.0.0.1:${tcpPort}`
  const again = { dataDir, port: first.port, env: { PARLEY_TCP_PORT: String(tcpPort) } }
  const alice = await register(first.url, 'alice')
  // Bob needs nothing but TCP, not even to sign up.
  const account = { username: 'bob', name: 'Bob', password: 'plum tractor under seven clouds' }
  const challenge = await solveChallenge(await callTcp({ url: tcpUrl }, 'accounts.challenge', {}))
  const bob = await callTcp({ url: tcpUrl }, 'accounts.register', { ...account, challenge })
  const hers = createClient({ url: first.url, token: alice.token, store: createMemoryStore() })
  const his = createTcpClient({ url: tcpUrl, token: bob.session.token })
  expect((await his.call('accounts.me', {})).user.username).toBe('bob')
  await Promise.all([hers.start(), his.start()])
  const live = () => [hers, his].every((client) => client.state.get().connection.phase === 'live')
  await eventually(live)

  const chatId = await hers.openDirect(bob.user.id)
  hers.send(chatId, text('hello over TCP 😀'))
  await eventually(() => his.state.get().chats.get(chatId)?.last?.row !== undefined)
  his.send(chatId, text('hello over WebSocket'))
  expect(await shown(hers, chatId, 2)).toEqual(['hello over TCP 😀', 'hello over WebSocket'])

  // The server dies during his messages. Both stored and lost messages are sent again.
  const burst = Array.from({ length: 30 }, (_, at) => `message ${at}`)
  for (const one of burst) his.send(chatId, text(one))
  await eventually(() => (hers.state.get().chats.get(chatId)?.last?.seq ?? 0) > 5)
  await first.end('SIGKILL')
  his.send(chatId, text('while nobody was there'))
  await using second = await startServer(again)
  await eventually(live)
  await eventually(() => his.state.get().chats.get(chatId)?.queued === 0)
  const expected = ['hello over TCP 😀', 'hello over WebSocket', ...burst, 'while nobody was there']
  const params = { chatId, limit: 100 }
  const { messages } = await callHttp(second.url, { method: 'messages.list', params, token: alice.token })
  expect(messages.map(({ body }) => (body.type === 'text' ? body.text : ''))).toEqual(expected)
  expect(messages.map(({ seq }) => seq)).toEqual(expected.map((_, at) => at + 1))
  expect(await shown(hers, chatId, expected.length)).toEqual(expected)
  expect(await shown(his, chatId, expected.length)).toEqual(expected)

  // A session that ends elsewhere ends this client, too: the close code came as a line.
  await callHttp(second.url, {
    method: 'sessions.revoke',
    params: { sessionId: bob.session.id },
    token: bob.session.token,
  })
  await eventually(() => his.state.get().connection.phase === 'ended')
  expect(his.state.get().connection.ended).toBe('session_ended')
  await Promise.all([hers.stop(), his.stop()])
})

test('the SDK over TCP runs on Node, and lets the process exit after the client has stopped', async () => {
  using directory = temporaryDirectory('node-client')
  await using server = await startServer({ dataDir: `${directory.path}/data` })
  const built = await Bun.build({
    entrypoints: [`${import.meta.dir}/lib/saver.ts`],
    outdir: directory.path,
    target: 'node',
    naming: 'saver.mjs',
  })
  expect(built.success).toBe(true)
  const tcpUrl = `tcp://127.0.0.1:${await server.tcpPort()}`
  const child = Bun.spawn(['node', `${directory.path}/saver.mjs`, tcpUrl], { stdout: 'pipe', stderr: 'pipe' })
  const startedAt = performance.now()
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  expect({ exitCode: await child.exited, out, err }).toEqual({ exitCode: 0, out: 'stored as 1\n', err: '' })
  console.log(`node: ended after ${Math.round(performance.now() - startedAt)} ms`)
})
