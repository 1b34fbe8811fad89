import { type Hidden, type Input, limits } from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import { noteHidden } from '../chats/chat-states'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Database } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import * as store from './hidden-store'

export interface HidingOptions {
  readonly database: Database
  readonly access: ChatAccess
}

/** Hides messages for one user: rows under the user's own rev, which no other user receives. */
export class Hiding {
  constructor(private readonly options: HidingOptions) {}

  /**
   * Hides messages that the caller may read, as a former member too. Hidden messages stay unchanged. Throws
   * `too_many_hidden`.
   */
  hide(caller: Caller, { chatId, ids }: Input<'messages.hide'>): Promise<{ hidden: Hidden[] }> {
    return this.options.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const range = await this.options.access.findReadable(tx.db, chatId, caller.userKey)
      if (!range) throw fail('not_found')
      const messages = await store.selectPlacesOf(tx.db, range, ids)
      if (messages.length < new Set(ids).size) throw fail('not_found', { field: 'ids' })
      const place = { userKey: caller.userKey, chatKey: range.chatKey }
      const named = { chatId, seqs: messages.map(({ seq }) => seq) }
      const before = new Set((await store.selectHiddenOf(tx.db, place, named)).map(({ seq }) => seq))
      const news = messages.filter(({ seq }) => !before.has(seq))
      if (news.length > 0) {
        // Every new client of the account receives all of these rows.
        const held = await store.countHidden(tx.db, caller.userKey)
        if (held + news.length > limits.hiddenPerAccount) throw fail('too_many_hidden')
        const rev = await raiseUserRev(tx, caller.userKey)
        await store.insertHidden(tx.db, place, { rev, messages: news })
        await noteHidden(tx, place, rev)
        const hidden = await store.selectHiddenOf(tx.db, place, { chatId, seqs: news.map(({ seq }) => seq) })
        tx.publish({ kind: 'user', userId: caller.userId, delta: { from: rev - 1, rev, hidden } })
      }
      return { hidden: await store.selectHiddenOf(tx.db, place, named) }
    })
  }
}
