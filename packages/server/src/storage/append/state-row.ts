import type { ChatId, ChatState, Draft, MessageId } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { toId } from '../../lib/uuid-bytes'
import type { Schema } from '../schema'

export type StateRow = Selectable<Schema['chat_states']>

const draftFromRow = ({ draft_reply_id, draft_reply_seq }: StateRow, text: string): Draft => ({
  text,
  ...(draft_reply_id && draft_reply_seq !== null
    ? { replyTo: { id: toId<MessageId>(draft_reply_id), seq: draft_reply_seq } }
    : {}),
})

/** One user's view of a chat in its wire form. */
export const stateFromRow = (row: StateRow, chatId: ChatId): ChatState => ({
  chatId,
  rev: row.rev,
  readSeq: row.read_seq,
  clearedSeq: row.cleared_seq,
  ...(row.pinned_at === null ? {} : { pinnedAt: row.pinned_at }),
  ...(row.muted_until === null ? {} : { mutedUntil: row.muted_until }),
  ...(row.archived_at === null ? {} : { archivedAt: row.archived_at }),
  ...(row.marked_unread === 1 ? { markedUnread: true } : {}),
  ...(row.draft === null ? {} : { draft: draftFromRow(row, row.draft) }),
})

/** The state of a chat that a user has neither read nor changed. */
export const noState = (chatId: ChatId): ChatState => ({ chatId, rev: 0, readSeq: 0, clearedSeq: 0 })
