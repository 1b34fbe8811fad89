import type { ChatId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Context } from '../context'
import { connect } from '../drive/member'
import { Latencies } from '../lib/latencies'
import { ms, type Row, whole } from '../report/row'
import type { WsConnection } from '../wire/ws-connection'

const rounds = 200
const warmUpRounds = 50

/** Repeats a call in sequence and records the times. */
const timed = async (call: (round: number) => Promise<void>): Promise<Latencies> => {
  const times = new Latencies()
  for (let round = -warmUpRounds; round < rounds; round++) {
    const began = performance.now()
    await call(round)
    if (round >= 0) times.add(performance.now() - began)
  }
  return times
}

const changedChats = 5

/** Sync of a user in 1,000 chats, in as many calls as it takes to list all chats. */
export const sync = async (context: Context): Promise<Row[]> => {
  const { server, dataset } = await context.crowd()
  const { person, chats } = dataset.collector
  const connection = await connect(server.place(person.token), {})
  const pull = (changed: number) => async (): Promise<void> => {
    let rows = 0
    for (let at = 0; at < chats.length; at += limits.syncChats) {
      const part = chats.slice(at, at + limits.syncChats)
      const held = part.map((chat, index) => [chat.id, at === 0 && index < changed ? chat.rev - 1 : chat.rev])
      const answer = await connection.call('sync.pull', { user: 1, last: false, chats: Object.fromEntries(held) })
      rows += answer.chats.length
    }
    if (rows !== changed) throw new Error(`sync: ${rows} chats came instead of ${changed}`)
  }
  const some = await timed(pull(changedChats))
  const none = await timed(pull(0))
  const many = await timed(pull(100))
  connection.close()
  await server[Symbol.asyncDispose]()
  return [
    {
      work: 'sync with 1,000 chats, of which 5 changed',
      target: '< 5 ms',
      measured: `p50 ${ms(some.at(0.5))}, p99 ${ms(some.at(0.99))}`,
      reached: some.at(0.5) < 5,
      note: `on the wire, ${chats.length / limits.syncChats} calls of ${limits.syncChats} chats in sequence, with parsing of the responses. With none changed p50 ${ms(none.at(0.5))}, with 100 changed ${ms(many.at(0.5))}.`,
    },
  ]
}

const pageSize = 50

/** Pages of a long history, at places that were not read before. */
export const history = async (context: Context): Promise<Row[]> => {
  const { server, dataset } = await context.crowd()
  const { chat, reader, messages } = dataset.archive
  const connection = await connect(server.place(reader.token), {})
  const page = (before: number) => listPage(connection, { chatId: chat.id, before, limit: pageSize })
  const times = await timed((round) =>
    page(pageSize + 1 + (((round + warmUpRounds) * 611_953) % (messages - pageSize))),
  )
  connection.close()
  await server[Symbol.asyncDispose]()
  return [
    {
      work: `history page of ${pageSize} out of ${whole(messages)} messages`,
      target: '< 2 ms',
      measured: `p50 ${ms(times.at(0.5))}, p99 ${ms(times.at(0.99))}`,
      reached: times.at(0.5) < 2,
      note: 'on the wire, in sequence, at scattered places of one chat, with parsing of the responses.',
    },
  ]
}

const listPage = async (
  connection: WsConnection,
  page: { chatId: ChatId; before: number; limit: number },
): Promise<void> => {
  const answer = await connection.call('messages.list', page)
  if (answer.messages.length !== page.limit) throw new Error(`history: ${answer.messages.length} messages in a page`)
}
