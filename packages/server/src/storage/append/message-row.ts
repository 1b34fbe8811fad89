import type { ChatId, Message, StoredBody, UserId } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { toId } from '../../lib/uuid-bytes'
import type { Schema } from '../schema'
import { forwardFromStored } from './forward-columns'
import { mentionsFromStored } from './stored-mentions'

/** A stored message in its wire form. */
export const messageFromRow = (row: Selectable<Schema['messages']>, chatId: ChatId, senderId: UserId): Message => ({
  id: toId(row.id),
  chatId,
  seq: row.seq,
  rev: row.rev,
  senderId,
  at: row.at,
  body: JSON.parse(row.body) as StoredBody,
  countable: row.countable === 1,
  ...(row.reply_id && row.reply_seq !== null ? { replyTo: { id: toId(row.reply_id), seq: row.reply_seq } } : {}),
  ...forwardFromStored(row),
  ...(row.via === null ? {} : { via: row.via }),
  ...mentionsFromStored(row.mentions),
  ...(row.edited_at === null ? {} : { editedAt: row.edited_at }),
  ...(row.retracted_at === null ? {} : { retractedAt: row.retracted_at }),
})
