import { expect, test } from 'bun:test'
import { eventually } from '@parley/server/src/testing/eventually'
import { Random } from '@parley/server/src/testing/random'
import { converge, openClient } from '../lib/convergence'
import { auditRooms, createRooms, makeSenders } from '../lib/rooms'
import { type ServerProcess, startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'

const kills = 10
const senderCount = 64
const peopleCount = 16
const leastPerKill = 500
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

test(`[DL1] [DL3] [DL5] [DL6] [DL23] kill -9 during the writes of ${senderCount} senders, ${kills} times, loses and duplicates nothing, and a client converges`, async () => {
  console.log(`crash: SEED=${seed}`)
  const random = new Random(seed)
  using directory = temporaryDirectory('crash')
  const options = { dataDir: `${directory.path}/data`, env: { PARLEY_RATE_LIMITS: 'off' } }
  let server: ServerProcess = await startServer(options)
  const rooms = await createRooms(server.url, peopleCount)
  const senders = makeSenders(rooms, { count: senderCount, seed })
  const watcher = rooms[0]?.people[0]
  if (!watcher) throw new Error('There are no rooms.')
  const client = await openClient(server.url, watcher)
  const acknowledged = () => senders.reduce((sum, sender) => sum + sender.acknowledged, 0)
  const perKill: number[] = []
  let before = 0
  for (let kill = 0; kill < kills; kill++) {
    const running = senders.map((sender) => sender.writeUntilDisconnected(server.url))
    // A random moment, when slow machines have stored enough messages, too.
    const enough = before + random.between(600, 4_000)
    await eventually(() => acknowledged() >= enough)
    await Bun.sleep(random.between(0, 20))
    await server.end('SIGKILL')
    await Promise.all(running)
    perKill.push(acknowledged() - before)
    before = acknowledged()
    server = await startServer({ ...options, port: server.port })
    expect(await auditRooms(server.url, rooms, senders)).toEqual([])
  }
  await converge(client, server.url, watcher)
  await client.stop()
  await server.end('SIGTERM')
  console.log(`crash: acknowledged messages per kill: ${perKill.join(', ')}`)
  expect(Math.min(...perKill)).toBeGreaterThanOrEqual(leastPerKill)
})
