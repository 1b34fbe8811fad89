import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { limits, type MessageId, newUuidV7 } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { Random } from '@parley/server/src/testing/random'
import { callHttp } from '../lib/people'
import type { Frame } from '../lib/rpc-client'
import { RpcLine } from '../lib/rpc-line'
import { type Scene, startScene } from './scene'

const seed = Number(process.env.SEED ?? 20_261)
const rounds = 300

let scene: Scene
let port: number
beforeAll(async () => {
  scene = await startScene({ PARLEY_RATE_LIMITS: 'off' })
  port = await scene.server.tcpPort()
})
afterAll(() => scene[Symbol.asyncDispose]())

const residentMiB = (): number => {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${scene.server.pid}/status`, 'utf8')) ?? []
  return Number(kib) / 1024
}

interface Input {
  readonly bytes: Uint8Array
  /** Ids of the contained calls. Each must get exactly one response. */
  readonly ids: readonly string[]
}

let lastId = 0
const callOf = (random: Random): { id: string; line: string } => {
  const id = `c${++lastId}`
  const text = `${random.pick(['hello', 'ä', '😀 中文', '\u2028', '\\n'])} ${random.bits()}`
  const body = { type: 'text', text }
  const method = random.pick(['messages.send', 'session.ping', 'accounts.me', 'no.such', 'messages.list'])
  const params = { id: newUuidV7(), chatId: scene.chatId, body }
  return { id, line: JSON.stringify({ id, method, params: method === 'messages.list' ? { limit: 0 } : params }) }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
const randomBytes = (random: Random, count: number): Uint8Array => {
  const bytes = new Uint8Array(count)
  random.fill(bytes)
  return bytes
}
/** Without line feeds, so that it is one line. */
const lineOfBytes = (random: Random): Uint8Array =>
  Buffer.concat([randomBytes(random, random.between(0, 300)).map((byte) => (byte === 10 ? 0xff : byte)), encode('\n')])

/** Lines that don't affect later lines. */
const harmless: Readonly<Record<string, (random: Random) => Input>> = {
  calls: (random) => {
    const calls = Array.from({ length: random.between(1, 60) }, () => callOf(random))
    const end = random.pick(['\n', '\r\n'])
    return { bytes: encode(calls.map(({ line }) => line + end).join('')), ids: calls.map(({ id }) => id) }
  },
  bytes: (random) => ({ bytes: lineOfBytes(random), ids: [] }),
  'invalid UTF-8 in a call': (random) => {
    const bytes = Buffer.from(`${callOf(random).line}\n`)
    bytes[random.between(1, bytes.length - 3)] = 0xff
    return { bytes, ids: [] }
  },
  'deep JSON': (random) => ({ bytes: encode(`${'['.repeat(random.between(1, 60_000))}\n`), ids: [] }),
  'deep params': (random) => {
    const [id, depth] = [`c${++lastId}`, random.between(1, 8_000)]
    const deep = `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
    return { bytes: encode(`{"id":"${id}","method":"session.ping","params":${deep}}\n`), ids: [id] }
  },
  NUL: (random) => ({ bytes: encode(`${'\0'.repeat(random.between(1, 100))}\n`), ids: [] }),
  'empty lines': (random) => ({ bytes: encode('\n'.repeat(random.between(1, 500))), ids: [] }),
}

/** Last data on a connection, which may end it. */
const last: Readonly<Record<string, (random: Random) => Uint8Array>> = {
  nothing: () => new Uint8Array(),
  'a huge line': (random) => encode('x'.repeat(random.between(limits.frameBytes + 2, 3_000_000))),
  'half a line': (random) => encode(callOf(random).line.slice(0, 20)),
  noise: (random) => randomBytes(random, random.between(1, 100_000)),
}

/** Sends bytes in packets of random size, which may split characters. */
const sendInPieces = async (line: RpcLine, bytes: Uint8Array, random: Random): Promise<void> => {
  const largest = random.pick([1, 7, 100, 5_000, 1_000_000])
  const shortest = Math.max(1, Math.ceil(bytes.length / 200))
  for (let at = 0; at < bytes.length && line.socket.writable; ) {
    const size = Math.max(shortest, random.between(1, largest))
    await line.bytes(bytes.subarray(at, at + size))
    at += size
  }
}

/** A connection that sends good and bad lines, checks that the server responds, and ends with bad data. */
const visit = async (random: Random): Promise<void> => {
  using line = await RpcLine.connect(port, scene.alice.token)
  const inputs = Array.from({ length: random.between(1, 6) }, () => random.pick(Object.values(harmless))(random))
  for (const { bytes } of inputs) await sendInPieces(line, bytes, random)
  await line.call('session.ping', {})
  const answered = (): Frame['id'][] => line.others.flatMap(({ id }) => (typeof id === 'string' ? [id] : []))
  const ids = inputs.flatMap((input) => input.ids)
  await eventually(() => answered().length >= ids.length || !line.socket.writable)
  expect(answered().toSorted()).toEqual(ids.toSorted())
  await sendInPieces(line, random.pick(Object.values(last))(random), random)
  if (random.chance(0.3)) line.sendNoMore()
}

test('with random lines each call gets one response, others keep chatting, and the memory is released', async () => {
  console.log(`wire: fuzz of lines, SEED=${seed}`)
  const random = new Random(seed)
  using bob = await RpcLine.connect(port, scene.bob.token)
  const beforeMiB = residentMiB()
  for (let round = 0; round < rounds; round += 10) {
    await Promise.all(Array.from({ length: 10 }, () => visit(random.fork())))
    const body = { type: 'text' as const, text: `still here in round ${round}` }
    const sent = { id: newUuidV7() as MessageId, chatId: scene.chatId, body }
    expect(await bob.call('messages.send', sent)).toMatchObject({ body })
    bob.others.length = 0
  }
  const connections = async () =>
    Number(/parley_connections (\d+)/.exec(await (await fetch(`${scene.url}/metrics`)).text())?.[1])
  await eventually(async () => (await connections()) <= 1)
  const afterMiB = residentMiB()
  console.log(
    `wire: ${rounds} connections with random data: ${beforeMiB.toFixed(0)} MiB before, ${afterMiB.toFixed(0)} MiB after`,
  )
  expect(afterMiB - beforeMiB).toBeLessThan(200)
  const params = { chatId: scene.chatId, limit: 100 }
  const { messages } = await callHttp(scene.url, { method: 'messages.list', params, token: scene.bob.token })
  for (const { body } of messages) expect(JSON.stringify(body)).not.toContain('\ufffd')
})

test('200 unfinished lines use no more memory than their limit, and their connections close when the time for a session is over', async () => {
  const beforeMiB = residentMiB()
  const lines = await Promise.all(Array.from({ length: 200 }, () => RpcLine.connect(port)))
  // Pieces of one byte each: the server must store the bytes, not the packets.
  for (let round = 0; round < 50; round++) await Promise.all(lines.map((line) => line.bytes('x')))
  await Promise.all(lines.map((line) => line.bytes('x'.repeat(60_000))))
  const heldMiB = residentMiB() - beforeMiB
  console.log(`wire: 200 unfinished lines of 60 kB use ${heldMiB.toFixed(0)} MiB`)
  expect(heldMiB).toBeLessThan(100)
  for (const line of lines) expect(await line.closed).toBe(4401)
})
