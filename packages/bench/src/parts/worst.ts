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

/** Calls without a pause, with a fixed number pending, until it is stopped. */
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

/** Measures how long another user waits for `accounts.me` and for a send, in sequence. */
const latencyOfOthers = async (connection: WsConnection, chatId: ChatId): Promise<Latencies> => {
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

/** Measures what other users notice while one account floods the server without rate limits. */
export const worst = async (context: Context): Promise<Row[]> => {
  const { server, dataset } = await context.crowd()
  const [victim, reader] = [dataset.people[2], dataset.archive.reader]
  const chatId = dataset.chatsOf[2]?.[0]?.id
  if (!victim || !chatId) throw new Error('the dataset is too small')
  const archived = dataset.archive.chat
  const attacks: readonly Attack[] = [
    {
      name: 'whole syncs of 1,000 chats',
      token: dataset.collector.person.token,
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
    const times = await latencyOfOthers(other, chatId)
    const answered = await running.stop()
    other.close()
    rows.push({
      work: `other accounts, while one account requests ${name}`,
      target: 'p99 < 100 ms',
      measured: `p50 ${ms(times.at(0.5))}, p99 ${ms(times.at(0.99))}`,
      reached: times.at(0.99) < 100,
      note: `${batches * callsOfBatch} calls pending all the time, rate limits off, ${answered} responses meanwhile.`,
    })
  }
  await server[Symbol.asyncDispose]()
  return rows
}
