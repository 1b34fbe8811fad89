import type { ChatId, Member, UserId } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { fail } from '../lib/fail'
import type { Schema } from '../storage/schema'

/** A place in a channel as the wire shows it. */
export const memberOf = (
  row: Selectable<Schema['members']> | undefined,
  of: { readonly chatId: ChatId; readonly userId: UserId },
): Member => {
  if (!row) throw fail('internal')
  return {
    ...of,
    ...{ rev: row.rev, role: row.role },
    ...(row.nickname === null ? {} : { nickname: row.nickname }),
    ...(row.muted_until === null ? {} : { mutedUntil: row.muted_until }),
    ...{ joinedSeq: row.joined_seq, visibleFrom: row.visible_from },
    ...(row.left_seq === null ? {} : { leftSeq: row.left_seq }),
  }
}
