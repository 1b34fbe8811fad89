import type { ChatId } from '@parley/protocol'
import { type MessageId, newUuidV7 } from '@parley/protocol/ids'
import type { Context } from '../context'
import { connect } from '../drive/member'
import { Latencies } from '../lib/latencies'
import { eachOf, sleep } from '../lib/wait'
import { ms, type Row, whole } from '../report/row'
import { type ClubDataset, seedClubDataset } from '../seed/clubs'
import { withSeeder } from '../seed/datasets'
import type { Person } from '../seed/seeder'
import type { ParleyServer } from '../targets/parley'
import type { WsConnection } from '../wire/ws-connection'
import { heads, resync } from './resync'

const size = { members: 1_000, groups: 300, groupSize: 100, messages: 60, manyChats: 5_000 }
const rounds = 60
const storm = 1_000
const pauseMs = 20
const aloneMs = 3_000

interface Scene {
  readonly server: ParleyServer
  readonly dataset: ClubDataset
}

/** CPU time of the server per call, in milliseconds. */
const cpuOf = async (server: ParleyServer, count: number, call: (round: number) => Promise<void>): Promise<number> => {
  const before = server.cpuSeconds()
  for (let round = 0; round < count; round++) await call(round)
  return ((server.cpuSeconds() - before) * 1_000) / count
}

/** All calls of a client without stored data. Returns the number of characters in the responses. */
const pullAll = async (connection: WsConnection): Promise<number> => {
  let characters = 0
  const chats: Record<ChatId, number> = {}
  let user = 0
  for (let more = true; more; ) {
    const answer = await connection.call('sync.pull', { user: user as never, chats: chats as never, last: true })
    characters += JSON.stringify(answer).length
    user = answer.user?.rev ?? user
    for (const { chatId, rev } of answer.chats) chats[chatId] = rev
    more = answer.more
  }
  return characters
}

const wholePull = async (
  { server }: Scene,
  { people, chats, most }: { people: readonly Person[]; chats: number; most: { ms: number; kB?: number } },
): Promise<Row> => {
  const connections = await eachOf(people, 1, (person) => connect(server.place(person.token), {}))
  const at = (round: number) => connections[round % connections.length] as WsConnection
  const began = server.cpuSeconds()
  let characters = await pullAll(at(0))
  const firstMs = (server.cpuSeconds() - began) * 1_000
  const cpuMs = await cpuOf(server, rounds, async (round) => {
    characters = await pullAll(at(round))
  })
  for (const connection of connections) connection.close()
  const kB = characters / 1_000
  return {
    work: `whole pull of ${chats} groups of ${size.groupSize}`,
    target: `≤ ${most.ms} ms of CPU${most.kB === undefined ? '' : `, ≤ ${most.kB} kB`}`,
    measured: `${ms(cpuMs)}, ${whole(kB)} kB`,
    reached: cpuMs <= most.ms && kB <= (most.kB ?? Number.POSITIVE_INFINITY),
    note: `${rounds} pulls by ${people.length} people, in sequence; the first took ${whole(firstMs)} ms.`,
  }
}

/** Sends messages in sequence while other clients connect. */
const sending = (connection: WsConnection, chatId: ChatId) => {
  const times = new Latencies()
  let going = true
  const run = async () => {
    while (going) {
      const began = performance.now()
      const id = newUuidV7() as MessageId
      await connection.call('messages.send', { id, chatId, body: { type: 'text', text: 'hello' } })
      times.add(performance.now() - began)
      await sleep(pauseMs)
    }
  }
  const done = run()
  return {
    stop: async () => {
      going = false
      await done
      return times
    },
  }
}

const fresh = async ({ server, dataset }: Scene): Promise<Row> => {
  const { person, chats } = dataset.manyChatsUser
  const other = await connect(server.place(person.token), {})
  const chatId = chats[0]?.id as ChatId
  const quiet = sending(other, chatId)
  await sleep(aloneMs)
  const alone = await quiet.stop()
  const talk = sending(other, chatId)
  const before = server.cpuSeconds()
  const began = performance.now()
  const people = dataset.members.slice(0, storm)
  let errors = 0
  const came = await eachOf(people, people.length, async ({ token }) => {
    const connection = await connect(server.place(token), {})
    await pullAll(connection).catch(() => errors++)
    return connection
  })
  const seconds = (performance.now() - began) / 1_000
  const cpu = server.cpuSeconds() - before
  const times = await talk.stop()
  for (const connection of [...came, other]) connection.cut()
  return {
    work: `${whole(storm)} clients without a store connect at once`,
    target: 'all live in < 20 s, no error, other users’ sends p99 < 150 ms',
    measured: `${seconds.toFixed(1)} s, ${errors} errors, sends p50 ${ms(times.at(0.5))}, p99 ${ms(times.at(0.99))}`,
    reached: seconds < 20 && errors === 0 && times.at(0.99) < 150,
    note: `each opens its session and pulls 30 groups of ${size.groupSize}. ${cpu.toFixed(1)} s of CPU. Alone the sends took p50 ${ms(alone.at(0.5))}, p99 ${ms(alone.at(0.99))}.`,
  }
}

const unchanged = async ({ server, dataset }: Scene): Promise<Row[]> => {
  const { person, chats } = dataset.manyChatsUser
  const begun = await connect(server.place(person.token), {})
  const held = new Map(await heads(begun, chats))
  begun.close()
  let connection = await connect(server.place(person.token), {})
  const openMs = await cpuOf(server, rounds, async () => {
    connection.close()
    connection = await connect(server.place(person.token), {})
  })
  const resyncMs = (moved: number) =>
    cpuOf(server, rounds, async () => {
      const behind = new Map([...held].map(([id, rev], at) => [id, at < moved ? rev - 1 : rev]))
      const rows = await resync(connection, behind)
      if (rows !== moved) throw new Error(`${rows} chats came, but ${moved} had changed`)
    })
  const [none, some] = [await resyncMs(0), await resyncMs(5)]
  connection.close()
  return [
    {
      work: `resync of ${whole(chats.length)} chats, none of them changed`,
      target: '≤ 10 ms of CPU',
      measured: ms(none),
      reached: none <= 10,
      note: `with 5 changed ${ms(some)}.`,
    },
    { work: `session.open by a member in ${whole(chats.length)} chats`, target: '', measured: ms(openMs) },
  ]
}

/** The cost of a pull for the server, of everything and of nothing. */
export const pulls = async (context: Context): Promise<Row[]> => {
  const dataset = await context.seed('clubs', (data) => withSeeder(data, (seeder) => seedClubDataset(seeder, size)))
  await using server = await context.empty('clubs')
  const scene = { server, dataset }
  const unmoved = await unchanged(scene)
  const some = await wholePull(scene, { people: dataset.members.slice(0, 20), chats: 30, most: { ms: 8, kB: 150 } })
  const many = await wholePull(scene, { people: [dataset.memberOfAll], chats: size.groups, most: { ms: 60 } })
  return [some, many, await fresh(scene), ...unmoved]
}
