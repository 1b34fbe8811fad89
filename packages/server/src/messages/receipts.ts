import type { Input, Result, UserId } from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import type { ReadCursors } from '../chats/read-cursors'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Database } from '../storage/database'
import * as store from './store'

export interface ReceiptsOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly cursors: ReadCursors
  /** Charges an account for scanned members. */
  readonly charge: (userId: UserId, members: number) => void
}

/** Readers of own messages. */
export class Receipts {
  constructor(private readonly options: ReceiptsOptions) {}

  /** The readers of an own message, for a present member. */
  receipts(caller: Caller, { chatId, id }: Input<'messages.receipts'>): Promise<Result<'messages.receipts'>> {
    const { access, charge, cursors, database } = this.options
    return database.read(async (db) => {
      const range = await access.findReadable(db, chatId, caller.userKey)
      if (!range) throw fail('not_found')
      const { chatKey, kind, memberRow } = range
      if (kind !== 'channel' && memberRow?.left_seq !== null) throw fail('not_a_member')
      const own = await store.selectOwn(db, { chatKey, chatId, id, senderKey: caller.userKey })
      if (!own) throw fail('not_found', { field: 'id' })
      charge(caller.userId, range.row.member_count)
      return cursors.readersOf(db, { range, seq: own.message.seq, senderKey: caller.userKey })
    })
  }
}
