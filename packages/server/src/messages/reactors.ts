import { type Input, limits, type Result } from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toBytes } from '../lib/uuid-bytes'
import type { Database } from '../storage/database'
import type { Users } from '../users/users'
import { selectReactions, selectReactors, toReactions } from './reaction-store'
import { selectVisible } from './store'

export interface ReactorsOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly users: Users
}

/** All users who reacted to a message; its row names only a sample. */
export class Reactors {
  constructor(private readonly options: ReactorsOptions) {}

  /** A page of the users who reacted, for a present member who may see the message. */
  list(caller: Caller, { chatId, id, emoji, after }: Input<'messages.reactors'>): Promise<Result<'messages.reactors'>> {
    const { access, database, users } = this.options
    return database.read(async (db) => {
      const range = await access.findReadable(db, chatId, caller.userKey)
      if (!range) throw fail('not_found')
      if (!range.member) throw fail('not_a_member')
      const found = await selectVisible(db, range, id)
      if (!found) throw fail('not_found', { field: 'id' })
      const { seq, retractedAt } = found.message
      const held = await selectReactions(db, range.chatKey, seq)
      const [reactions = { messageId: id, seq, rev: 0, list: [] }] = held ? await toReactions(db, [held]) : []
      // Each user's own row stays after a retraction.
      if (retractedAt !== undefined) return { reactions, reactors: [], users: [], more: false }
      const place = { chatKey: range.chatKey, seq, id: toBytes(id) }
      const rows = await selectReactors(db, place, {
        emoji,
        after: await users.keyAfter(db, after),
        limit: limits.reactorsPage + 1,
      })
      const page = rows.slice(0, limits.reactorsPage)
      return {
        reactions,
        reactors: page.map(({ userId, emojis }) => ({ userId, emojis: [...emojis] })),
        users: await users.rowsByKeys(
          db,
          page.map(({ userKey }) => userKey),
        ),
        more: rows.length > page.length,
      }
    })
  }
}
