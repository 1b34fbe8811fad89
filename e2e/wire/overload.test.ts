import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { type ChatId, closeCodes, type MessageId, newUuidV7, rates } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { callHttp, Refusal } from '../lib/people'
import type { RpcClient } from '../lib/rpc-client'
import { RpcLine } from '../lib/rpc-line'
import { RawWebSocket } from './raw-web-socket'
import { connections, type Scene, startScene } from './scene'

const residentMiB = (pid: number): number => {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}

const send = (socket: RpcClient, chatId: ChatId, text: string) =>
  socket.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text } })

for (const [transport, connect] of Object.entries(connections))
  test(`100 requests at once over the limit over ${transport} get a time to retry, and acknowledged messages are stored`, async () => {
    await using scene = await startScene()
    const { token, userId } = scene.alice
    using socket = await connect(scene, token)
    const { burst } = rates.write
    // The flood brake, which would end the burst early, doesn't count saved messages.
    const { chat } = await callHttp(scene.url, { method: 'chats.direct', params: { userId }, token })
    const sends = Array.from({ length: burst + 100 }, (_, at) => send(socket, chat.id, `message ${at}`))
    const outcomes = await Promise.allSettled(sends)
    const stored = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Refusal] : []))
    // The calls of the setup used the same bucket, which has partly refilled since.
    expect(stored.length).toBeGreaterThanOrEqual(burst - 10)
    expect(refused.length).toBeGreaterThanOrEqual(50)
    for (const refusal of refused) {
      expect(refusal).toBeInstanceOf(Refusal)
      expect(refusal.wire.data).toMatchObject({ code: 'rate_limited', retry: true })
      expect(refusal.wire.data.retryAfterMs).toBeGreaterThan(0)
    }
    await Bun.sleep(refused.at(-1)?.wire.data.retryAfterMs ?? 0)
    await send(socket, chat.id, 'after the pause')
    const params = { chatId: chat.id, limit: 100 }
    const { messages } = await callHttp(scene.url, { method: 'messages.list', params, token })
    expect(messages.at(-1)?.seq).toBe(stored.length + 1)
  })

let scene: Scene
beforeAll(async () => {
  scene = await startScene({ PARLEY_RATE_LIMITS: 'off' })
})
afterAll(() => scene[Symbol.asyncDispose]())

/** Alice writes 32 kB messages while others do not read. Returns their ids in the order of the chat. */
const flood = async (megabytes: number): Promise<MessageId[]> => {
  using socket = await connections.WebSocket(scene, scene.alice.token)
  const text = '😀'.repeat(8_000)
  const sent: { id: MessageId; seq: number }[] = []
  for (let at = 0; at < megabytes * 4; at++)
    sent.push(...(await Promise.all(Array.from({ length: 8 }, () => send(socket, scene.chatId, text)))))
  return sent.toSorted((a, b) => a.seq - b.seq).map(({ id }) => id)
}

/** A connection that can stop reading. */
interface Reader {
  stopReading(): void
  goOnReading(): void
  /** Resolves to the close code when the connection has ended; 1006 without a code. */
  readonly closed: Promise<number>
}

const openReader: Readonly<Record<keyof typeof connections, () => Promise<Reader>>> = {
  WebSocket: async () => {
    const socket = await RawWebSocket.open(scene.server.port, scene.bob.token)
    return {
      stopReading: () => socket.stopReading(),
      goOnReading: () => socket.goOnReading(),
      closed: socket.ended.then(() => socket.closeCode ?? 1006),
    }
  },
  TCP: async () => {
    const line = await RpcLine.connect(await scene.server.tcpPort(), scene.bob.token)
    return {
      stopReading: () => line.socket.pause(),
      goOnReading: () => line.socket.resume(),
      closed: line.closed,
    }
  },
}
/** With much unsent data, the runtime ends a WebSocket itself. Over TCP the reason would follow the unread data. */
const codes = { WebSocket: [closeCodes.slow, 1006], TCP: [1006] } as const

const connectionsOpen = async () =>
  Number(/parley_connections (\d+)/.exec(await (await fetch(`${scene.url}/metrics`)).text())?.[1])

/** Bob's messages of the chat after a rev, from a sync and then from older pages. */
const caughtUp = async (since: { seq: number; rev: number }): Promise<MessageId[]> => {
  const { token } = scene.bob
  const params = { chats: { [scene.chatId]: since.rev } }
  const { chats } = await callHttp(scene.url, { method: 'sync.pull', params, token })
  const rows = [...(chats.find(({ chatId }) => chatId === scene.chatId)?.messages ?? [])]
  for (let first = rows[0]?.seq ?? 0; first > since.seq + 1; first = rows[0]?.seq ?? 0) {
    const page = { chatId: scene.chatId, before: first, limit: 100 }
    rows.unshift(...(await callHttp(scene.url, { method: 'messages.list', params: page, token })).messages)
  }
  return rows.filter(({ seq }) => seq > since.seq).map(({ id }) => id)
}

for (const transport of ['WebSocket', 'TCP'] as const)
  test(`[DL30] a client over ${transport} that never reads is closed, the memory is released, and the client loses nothing`, async () => {
    const newest = { chatId: scene.chatId, limit: 1 }
    const page = await callHttp(scene.url, { method: 'messages.list', params: newest, token: scene.bob.token })
    const since = { rev: page.rev, seq: page.messages[0]?.seq ?? 0 }
    const readers = await Promise.all(Array.from({ length: 20 }, () => openReader[transport]()))
    const before = await connectionsOpen()
    expect(before).toBeGreaterThanOrEqual(readers.length)
    for (const reader of readers) reader.stopReading()
    const beforeMiB = residentMiB(scene.server.pid)
    const sent = await flood(8)
    // All of them are closed while they still do not read.
    await eventually(async () => (await connectionsOpen()) <= before - readers.length)
    const afterMiB = residentMiB(scene.server.pid)
    console.log(
      `wire: 20 clients over ${transport} that do not read: ${beforeMiB.toFixed(0)} MiB before, ${afterMiB.toFixed(0)} MiB after`,
    )
    // Unlimited buffers would have taken 20 times 8 MiB.
    expect(afterMiB - beforeMiB).toBeLessThan(100)
    for (const reader of readers) reader.goOnReading()
    for (const reader of readers) expect(codes[transport] as readonly number[]).toContain(await reader.closed)
    expect(await caughtUp(since)).toEqual(sent)
  })
