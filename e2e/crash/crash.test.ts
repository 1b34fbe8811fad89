import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { callHttp, type Person, registerAll } from '../lib/people'
import { Random } from '../lib/random'
import { type ServerProcess, startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'
import { audit, history } from './audit'
import { converge, openClient } from './convergence'
import { Sender } from './senders'

const kills = 10
const senderCount = 64
const peopleCount = 16
const leastPerKill = 500
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)

interface Room {
  readonly chatId: ChatId
  /** People who write here; the first one reads for the audit. */
  readonly people: readonly Person[]
}

const direct = async (url: string, [from, to]: readonly [Person, Person]): Promise<Room> => {
  const { chat } = await callHttp(url, {
    method: 'chats.direct',
    params: { userId: to.userId },
    token: from.token,
  })
  return { chatId: chat.id, people: [from, to] }
}

const group = async (url: string, [owner, ...others]: readonly [Person, ...Person[]]): Promise<Room> => {
  const id = newUuidV7() as ChatId
  const params = { id, name: 'everybody', userIds: others.map(({ userId }) => userId) }
  await callHttp(url, { method: 'groups.create', params, token: owner.token })
  return { chatId: id, people: [owner, ...others] }
}

/** A group and the world for all, and a direct chat for each two neighbours. */
const furnish = async (url: string): Promise<Room[]> => {
  const names = Array.from({ length: peopleCount }, (_, at) => `person${at}`)
  const people = await registerAll(url, names)
  const [first, ...rest] = people
  if (!first) throw new Error('There is nobody.')
  const rooms = [await group(url, [first, ...rest]), { chatId: WORLD_CHAT_ID, people }]
  for (const [at, person] of people.entries()) {
    const next = people[at + 1]
    if (at % 2 === 0 && next) rooms.push(await direct(url, [person, next]))
  }
  return rooms
}

const makeSenders = (rooms: readonly Room[]): Sender[] => {
  const people = rooms[0]?.people ?? []
  return Array.from({ length: senderCount }, (_, at) => {
    const person = people[at % people.length]
    if (!person) throw new Error('There is nobody.')
    const chats = rooms.filter((room) => room.people.includes(person)).map(({ chatId }) => chatId)
    return new Sender({ name: `sender ${at}`, token: person.token, chats }, seed + at)
  })
}

const auditAll = async (url: string, rooms: readonly Room[], senders: readonly Sender[]): Promise<string[]> => {
  const wrong: string[] = []
  for (const { chatId, people } of rooms) {
    const messages = await history(url, { token: people[0]?.token ?? '', chatId })
    // A group begins with what the server says about its making.
    wrong.push(...audit(chatId, messages, senders).map((what) => `${chatId}: ${what}`))
  }
  return wrong
}

test(`[DL1] [DL3] [DL5] [DL6] [DL23] kill -9 under ${senderCount} senders, ${kills} times, loses and doubles nothing, and a client converges`, async () => {
  console.log(`crash: SEED=${seed}`)
  const random = new Random(seed)
  using directory = temporaryDirectory('crash')
  const options = { dataDir: `${directory.path}/data`, env: { PARLEY_RATE_LIMITS: 'off' } }
  let server: ServerProcess = await startServer(options)
  const rooms = await furnish(server.url)
  const senders = makeSenders(rooms)
  const watcher = rooms[0]?.people[0]
  if (!watcher) throw new Error('There is nobody.')
  const client = await openClient(server.url, watcher)
  const acknowledged = () => senders.reduce((sum, sender) => sum + sender.acknowledged, 0)
  const perKill: number[] = []
  let before = 0
  for (let kill = 0; kill < kills; kill++) {
    const running = senders.map((sender) => sender.run(server.url))
    // A random moment, after enough to lose on slow machines too.
    const enough = before + random.between(600, 4_000)
    while (acknowledged() < enough) await Bun.sleep(5)
    await Bun.sleep(random.between(0, 20))
    await server.end('SIGKILL')
    await Promise.all(running)
    perKill.push(acknowledged() - before)
    before = acknowledged()
    server = await startServer({ ...options, port: server.port })
    expect(await auditAll(server.url, rooms, senders)).toEqual([])
  }
  await converge(client, server.url, watcher)
  await client.stop()
  await server.end('SIGTERM')
  console.log(`crash: acknowledged messages per kill: ${perKill.join(', ')}`)
  expect(Math.min(...perKill)).toBeGreaterThanOrEqual(leastPerKill)
})
