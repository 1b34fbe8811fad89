import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { type ChatId, closeCodes, type MessageId, newUuidV7, rates, WORLD_CHAT_ID } from '@parley/protocol'
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

/** Lets alice write 32 kB messages into the world while somebody does not read. */
const flood = async (megabytes: number): Promise<void> => {
  using socket = await connections.WebSocket(scene, scene.alice.token)
  const text = '😀'.repeat(8_000)
  for (let at = 0; at < megabytes * 4; at++)
    await Promise.all(Array.from({ length: 8 }, () => send(socket, scene.chatId, text)))
}

/** Somebody who can stop reading. */
interface Reader {
  stopReading(): void
  goOnReading(): void
  readonly ended: Promise<unknown>
  readonly closeCode: number | undefined
}

const openReader: Readonly<Record<keyof typeof connections, () => Promise<Reader>>> = {
  WebSocket: () => RawWebSocket.open(scene.server.port, scene.bob.token),
  TCP: async () => {
    const line = await RpcLine.connect(await scene.server.tcpPort(), scene.bob.token)
    return {
      stopReading: () => line.socket.pause(),
      goOnReading: () => line.socket.resume(),
      ended: line.closed,
      closeCode: undefined,
    }
  },
}

for (const [transport, open] of Object.entries(openReader))
  test(`[DL30] a client over ${transport} that never reads is closed, the memory comes back, and it loses nothing`, async () => {
    const readers = await Promise.all(Array.from({ length: 20 }, () => open()))
    for (const reader of readers) reader.stopReading()
    const beforeMiB = residentMiB(scene.server.pid)
    await flood(8)
    await Bun.sleep(2_000)
    const afterMiB = residentMiB(scene.server.pid)
    console.log(
      `wire: 20 clients over ${transport} that do not read: ${beforeMiB.toFixed(0)} MiB before, ${afterMiB.toFixed(0)} MiB after`,
    )
    // Unread, this would have been 20 times 8 MiB.
    expect(afterMiB - beforeMiB).toBeLessThan(100)
    for (const reader of readers) reader.goOnReading()
    await Promise.all(readers.map((reader) => reader.ended))
    const codes = readers.map((reader) => reader.closeCode ?? 1006)
    for (const code of codes) expect([closeCodes.slow, 1006]).toContain(code)
    const params = { chats: { [scene.chatId]: 1, [WORLD_CHAT_ID]: 0 } }
    const pull = await callHttp(scene.url, { method: 'sync.pull', params, token: scene.bob.token })
    expect(pull.chats.find(({ chatId }) => chatId === scene.chatId)?.messages?.length).toBeGreaterThan(0)
  })
