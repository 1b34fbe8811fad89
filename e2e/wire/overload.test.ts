import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { type ChatId, closeCodes, type MessageId, newUuidV7, rates } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { callHttp, Refusal } from '../lib/people'
import type { RpcClient } from '../lib/rpc-client'
import { RpcLine } from '../lib/rpc-line'
import { RawWebSocket } from './raw-web-socket'
import { connections, type Scene, setScene } from './scene'

const residentMiB = (pid: number): number => {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}

const send = (socket: RpcClient, chatId: ChatId, text: string) =>
  socket.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text } })

for (const [transport, connect] of Object.entries(connections))
  test(`100 requests at once over the limit over ${transport} are told when to come back, and what was acknowledged is stored`, async () => {
    await using scene = await setScene()
    using socket = await connect(scene, scene.alice.token)
    const { burst } = rates.write
    const sends = Array.from({ length: burst + 100 }, (_, at) => send(socket, scene.chatId, `message ${at}`))
    const outcomes = await Promise.allSettled(sends)
    const stored = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Refusal] : []))
    // Some calls that set the scene took from the same bucket, and it fills again meanwhile.
    expect(stored.length).toBeGreaterThanOrEqual(burst - 10)
    expect(refused.length).toBeGreaterThanOrEqual(50)
    for (const refusal of refused) {
      expect(refusal).toBeInstanceOf(Refusal)
      expect(refusal.wire.data).toMatchObject({ code: 'rate_limited', retry: true })
      expect(refusal.wire.data.retryAfterMs).toBeGreaterThan(0)
    }
    await Bun.sleep(refused.at(-1)?.wire.data.retryAfterMs ?? 0)
    await send(socket, scene.chatId, 'after the pause')
    const params = { chatId: scene.chatId, limit: 100 }
    const { messages } = await callHttp(scene.url, { method: 'messages.list', params, token: scene.bob.token })
    expect(messages.at(-1)?.seq).toBe(stored.length + 1)
  })

let scene: Scene
beforeAll(async () => {
  scene = await setScene({ PARLEY_RATE_LIMITS: 'off' })
})
afterAll(() => scene[Symbol.asyncDispose]())

/** Lets alice write 32 kB messages while others do not read; answers their ids in the order of the chat. */
const flood = async (megabytes: number): Promise<MessageId[]> => {
  using socket = await connections.WebSocket(scene, scene.alice.token)
  const text = '😀'.repeat(8_000)
  const sent: { id: MessageId; seq: number }[] = []
  for (let at = 0; at < megabytes * 4; at++)
    sent.push(...(await Promise.all(Array.from({ length: 8 }, () => send(socket, scene.chatId, text)))))
  return sent.toSorted((a, b) => a.seq - b.seq).map(({ id }) => id)
}

/** Somebody who can stop reading. */
interface Reader {
  stopReading(): void
  goOnReading(): void
  /** Resolves once the connection is over, to the code that it was closed with; 1006 for none. */
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
/** Where much waits, the runtime ends a WebSocket itself; over TCP the reason would stand behind what is not read. */
const codes = { WebSocket: [closeCodes.slow, 1006], TCP: [1006] } as const

const connectionsOpen = async () =>
  Number(/parley_connections (\d+)/.exec(await (await fetch(`${scene.url}/metrics`)).text())?.[1])

/** What bob gets of the chat after a rev, by syncing and then paging back to where he stood. */
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
  test(`[DL30] a client over ${transport} that never reads is closed, the memory comes back, and it loses nothing`, async () => {
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
    // Unread, this would have been 20 times 8 MiB.
    expect(afterMiB - beforeMiB).toBeLessThan(100)
    for (const reader of readers) reader.goOnReading()
    for (const reader of readers) expect(codes[transport] as readonly number[]).toContain(await reader.closed)
    expect(await caughtUp(since)).toEqual(sent)
  })
