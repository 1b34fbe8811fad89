import { type ChatId, type MessageId, newUuidV7 } from '@parley/protocol/ids'
import type { Context } from '../context'
import { connect } from '../drive/member'
import { Latencies } from '../lib/latencies'
import { sleep } from '../lib/wait'
import { ms, type Row } from '../report/row'
import type { WsConnection } from '../wire/ws-connection'

const batches = 3
const callsOfBatch = 100
const pauseMs = 20
const probes = 150

interface Attack {
  readonly name: string
  readonly token: string
  readonly call: (connection: WsConnection) => Promise<unknown>
}

/** Calls without a pause, so many at a time, until it is told to stop. */
const flood = (connection: WsConnection, call: Attack['call']) => {
  let stopped = false
  let answered = 0
  const one = async () => {
    while (!stopped) {
      await call(connection).catch(() => sleep(1))
      answered++
    }
  }
  const all = Promise.all(Array.from({ length: batches * callsOfBatch }, one))
  return {
    stop: async () => {
      stopped = true
      connection.cut()
      await all
      return answered
    },
  }
}

/** How long somebody else waits for `accounts.me` and for a send, one after the other. */
const othersWait = async (connection: WsConnection, chatId: ChatId): Promise<Latencies> => {
  const times = new Latencies()
  const timed = async (call: Promise<unknown>) => {
    const began = performance.now()
    await call
    times.add(performance.now() - began)
  }
  for (let probe = 0; probe < probes; probe++) {
    await timed(connection.call('accounts.me', {}))
    const id = newUuidV7() as MessageId
    await timed(connection.call('messages.send', { id, chatId, body: { type: 'text', text: 'hello' } }))
    await sleep(pauseMs)
  }
  return times
}

/** What others notice while one account does its worst, without any limit of rate. */
export const worst = async (context: Context): Promise<Row[]> => {
  const { server, town } = await context.crowd()
  const [victim, reader] = [town.people[2], town.archive.reader]
  const chatId = town.chatsOf[2]?.[0]?.id
  if (!victim || !chatId) throw new Error('the town is too small')
  const archived = town.archive.chat
  const attacks: readonly Attack[] = [
    {
      name: 'whole syncs of 1,000 chats',
      token: town.collector.person.token,
      call: (one) => one.call('sync.pull', { user: 0 as never, chats: {}, last: true }),
    },
    {
      name: 'changes of a chat of 1,000,000 messages',
      token: reader.token,
      call: (one) => one.call('chats.changes', { chatId: archived.id, since: (archived.rev - 1_000) as never }),
    },
    {
      name: 'pages of 100 messages',
      token: reader.token,
      call: (one) => one.call('messages.list', { chatId: archived.id, limit: 100 }),
    },
  ]
  const rows: Row[] = []
  for (const { name, token, call } of attacks) {
    const [attacker, other] = [await connect(server.place(token), {}), await connect(server.place(victim.token), {})]
    const running = flood(attacker, call)
    const times = await othersWait(other, chatId)
    const answered = await running.stop()
    other.close()
    rows.push({
      work: `other accounts, while one account asks for ${name}`,
      target: 'p99 < 100 ms',
      measured: `p50 ${ms(times.at(0.5))}, p99 ${ms(times.at(0.99))}`,
      reached: times.at(0.99) < 100,
      note: `${batches * callsOfBatch} calls under way all the time, limits of rate off, ${answered} answered meanwhile.`,
    })
  }
  await server[Symbol.asyncDispose]()
  return rows
}
