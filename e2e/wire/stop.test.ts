import { expect, test } from 'bun:test'
import { closeCodes, type MessageId, newUuidV7 } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { callHttp } from '../lib/people'
import { RpcSocket } from '../lib/rpc-socket'
import { startServer } from '../lib/server-process'
import { startScene } from './scene'

test('[DL31] SIGTERM notifies clients, finishes open commits, and exits with 0 within 10 s', async () => {
  await using scene = await startScene({ PARLEY_RATE_LIMITS: 'off' })
  const sockets = await Promise.all(Array.from({ length: 20 }, () => RpcSocket.connect(scene.url, scene.alice.token)))
  const stored = new Set<MessageId>()
  const sends = sockets.flatMap((socket) =>
    Array.from({ length: 20 }, async (_, at) => {
      const id = newUuidV7() as MessageId
      const body = { type: 'text' as const, text: `message ${at}` }
      await socket.call('messages.send', { id, chatId: scene.chatId, body }).then(
        () => stored.add(id),
        () => {},
      )
    }),
  )
  await eventually(() => stored.size >= 20)
  const startedMs = Date.now()
  const closings = sockets.map((socket) => socket.event('session.closing'))
  const ending = scene.server.end('SIGTERM')
  const delays = (await Promise.all(closings)).map(({ delayMs }) => delayMs)
  expect(new Set(delays).size).toBeGreaterThan(5)
  await Promise.all(sends)
  for (const socket of sockets) expect(await socket.closed).toBe(closeCodes.draining)
  const { exitCode, output } = await ending
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 })
  expect(Date.now() - startedMs).toBeLessThan(10_000)

  await using again = await startServer({ dataDir: scene.dataDir })
  const params = { chatId: scene.chatId, limit: 100 }
  const ids = new Set<MessageId>()
  for (let before: number | undefined; ; ) {
    const page = await callHttp(again.url, {
      method: 'messages.list',
      params: before === undefined ? params : { ...params, before },
      token: scene.bob.token,
    })
    for (const { id } of page.messages) ids.add(id)
    if (!page.more) break
    before = page.messages[0]?.seq
  }
  expect([...stored].filter((id) => !ids.has(id))).toEqual([])
})

test('[DL31] a server without clients stops, too', async () => {
  await using scene = await startScene()
  const startedMs = Date.now()
  expect((await scene.server.end('SIGTERM')).exitCode).toBe(0)
  expect(Date.now() - startedMs).toBeLessThan(10_000)
})
