import { type ChatId, type Input, limits, type Message, type Played } from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Database, Queries } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import * as store from './played-store'

export interface PlayingOptions {
  readonly database: Database
  readonly access: ChatAccess
}

/** Played voice messages: rows under the user's own rev, which no other user receives. */
export class Playing {
  constructor(private readonly options: PlayingOptions) {}

  /** Marks voice messages that the caller may read. Own ones get no row, and rows that exist stay unchanged. */
  markPlayed(caller: Caller, { chatId, ids }: Input<'messages.markPlayed'>): Promise<{ played: Played[] }> {
    return this.options.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const range = await this.options.access.findReadable(tx.db, chatId, caller.userKey)
      if (!range) throw fail('not_found')
      const voices = await store.selectVoicesOf(tx.db, range, ids)
      if (voices.length < new Set(ids).size) throw fail('not_found', { field: 'ids' })
      const messages = voices.filter(({ senderKey }) => senderKey !== caller.userKey)
      const place = { userKey: caller.userKey, chatKey: range.chatKey }
      const named = { chatId, seqs: messages.map(({ seq }) => seq) }
      const before = new Set((await store.selectPlayedOf(tx.db, place, named)).map(({ seq }) => seq))
      const added = messages.filter(({ seq }) => !before.has(seq))
      if (added.length > 0) {
        const rev = await raiseUserRev(tx, caller.userKey)
        await store.insertPlayed(tx.db, place, { rev, messages: added })
        const played = await store.selectPlayedOf(tx.db, place, { chatId, seqs: added.map(({ seq }) => seq) })
        tx.publish({ kind: 'user', userId: caller.userId, delta: { from: rev - 1, rev, played } })
      }
      return { played: await store.selectPlayedOf(tx.db, place, named) }
    })
  }
}

/** One user's rows above a rev: only the newest `limits.snapshotPlayed`. */
export const playedSince = (db: Queries, userKey: number, since: number): Promise<Played[]> =>
  store.selectPlayed(db, userKey, { since, limit: limits.snapshotPlayed })

interface Page {
  readonly userKey: number
  readonly chatKey: number
  readonly chatId: ChatId
  readonly messages: readonly Message[]
}

/** The rows of one user that belong to a page of messages. */
export const playedOfPage = (db: Queries, { messages, chatId, ...place }: Page): Promise<Played[]> => {
  const seqs = messages.filter(({ body }) => body.type === 'voice').map(({ seq }) => seq)
  return store.selectPlayedOf(db, place, { chatId, seqs })
}
