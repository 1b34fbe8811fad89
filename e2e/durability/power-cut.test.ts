import type { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { type ChatId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { toId } from '@parley/server/src/lib/uuid-bytes'
import { eventually } from '@parley/server/src/testing/eventually'
import { callHttp, registerAll } from '../lib/people'
import { Sender } from '../lib/senders'
import { startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'
import { traceCommand, whyNoStrace } from './strace'
import { judge, type Verdict } from './verdict'

const senderCount = 12
/** A pause keeps the number of recorded writes small. */
const pauseMs = 50
const moments = 100
const enoughMessages = 600
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

/** Counts the syncs of a file in a trace, from its first call on. The trace contains paths in hexadecimal. */
const syncsOf = (trace: string, path: string) => {
  const inHex = [...Buffer.from(path)].map((byte) => `\\\\x${byte.toString(16).padStart(2, '0')}`).join('')
  const sync = new RegExp(`\\bf(?:data)?sync\\(\\d+<${inHex}>`, 'g')
  let read: number | undefined
  let syncs = 0
  return async (): Promise<number> => {
    const text = Buffer.from(
      await Bun.file(trace)
        .slice(read ?? 0)
        .arrayBuffer(),
    ).toString('latin1')
    const lines = text.slice(0, text.lastIndexOf('\n') + 1)
    if (read !== undefined) syncs += lines.match(sync)?.length ?? 0
    read = (read ?? 0) + lines.length
    return syncs
  }
}

interface Writing {
  /** The ids of all written messages. */
  readonly ids: Set<string>
  readonly acknowledged: () => number
  /** Resolves when the server is gone. */
  readonly done: Promise<unknown>
}

/** Starts people who write to a server, and resolves when that is enough. They continue to write. */
const write = async (url: string, isEnough: () => Promise<boolean>): Promise<Writing> => {
  const people = await registerAll(url, ['alice', 'bob', 'carol'])
  const [alice, ...others] = people
  const group = newUuidV7() as ChatId
  const params = { id: group, name: 'everybody', userIds: others.map(({ userId }) => userId) }
  await callHttp(url, { method: 'groups.create', params, token: alice?.token ?? '' })
  const senders = Array.from({ length: senderCount }, (_, at) => {
    const { token = '', username = '' } = people[at % people.length] ?? {}
    return new Sender({ name: `${username} ${at}`, token, pauseMs, chats: [group, WORLD_CHAT_ID] }, seed + at)
  })
  const done = Promise.all(senders.map((sender) => sender.writeUntilDisconnected(url)))
  const acknowledged = () => senders.reduce((sum, sender) => sum + sender.acknowledged, 0)
  await eventually(async () => acknowledged() >= enoughMessages && (await isEnough()))
  const ids = new Set(senders.flatMap(({ sent }) => sent.map(({ id }) => id as string)))
  return { ids, acknowledged, done }
}

const stored = function* (db: Database): Generator<string> {
  for (const [id] of db.query('SELECT id FROM messages').values() as [Uint8Array][]) yield toId(id)
}

/** Records a server that people write to. Cuts the power at the moments when a message is shown or a sync begins. */
const cutPower = async ({ script, checkpoints }: { script?: string; checkpoints: number }): Promise<Verdict> => {
  using directory = temporaryDirectory('power-cut')
  const dataDir = `${directory.path}/data`
  const output = `${directory.path}/trace`
  const env = { PARLEY_RATE_LIMITS: 'off' }
  const server = await startServer({
    ...{ dataDir, env, inside: (command) => traceCommand(output, command) },
    ...(script === undefined ? {} : { script }),
  })
  // A sync ends a checkpoint. When another sync shows, the next checkpoint has begun.
  const syncs = syncsOf(output, `${dataDir}/parley.db`)
  const { ids, acknowledged, done } = await write(
    server.url,
    async () => checkpoints === 0 || (await syncs()) > checkpoints,
  )
  await server.end('SIGKILL')
  await done
  console.log(`durability: SEED=${seed}, ${acknowledged()} acknowledged messages`)
  const verdict = judge({
    ...{ trace: readFileSync(output, 'latin1'), database: `${dataDir}/parley.db`, known: ids, moments, seed, stored },
    isReader: (path) => path.startsWith('socket:'),
  })
  console.log(
    `durability: ${verdict.states} power cuts, ${verdict.open} of them during writes, ${verdict.checkpoints} checkpoints, ${verdict.losses.length} losses`,
  )
  return verdict
}

const missing = whyNoStrace()
if (missing) console.log(`Power cut test of the server skipped: ${missing}.`)

describe.skipIf(missing !== undefined)('a power cut at the moment of a response or during writes', () => {
  test('[DL1] [DL2] loses no message that any client has seen', async () => {
    const verdict = await cutPower({ checkpoints: 1 })
    expect(verdict.losses).toEqual([])
    expect(verdict.states).toBeGreaterThanOrEqual(300)
    expect(verdict.open).toBeGreaterThanOrEqual(100)
    expect(verdict.checkpoints).toBeGreaterThan(0)
  })

  test('loses messages if the response does not wait for fdatasync', async () => {
    const verdict = await cutPower({ script: `${import.meta.dir}/early-server.ts`, checkpoints: 0 })
    expect(verdict.losses.length).toBeGreaterThan(50)
  })
})
