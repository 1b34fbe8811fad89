import { type ContentKind, limits, type Message, type StoredBody, type UserId } from '@parley/protocol'
import { contentsOf } from '@parley/protocol/contents-of'
import { toId } from '../lib/uuid-bytes'
import { messageFromRow } from '../storage/append/message-row'
import type { Queries } from '../storage/database'
import { limited } from '../storage/queries/flat'
import type { VisibleRange } from './store'
import { asSeenIn } from './withheld'

interface Bounds extends Pick<VisibleRange, 'chatKey' | 'visibleFrom' | 'visibleTo'> {
  readonly kind: ContentKind
}

const newestRows = limited({
  sizes: [limits.historyPageDefault + 1, limits.historyPage + 1],
  page: (db, { chatKey, kind, visibleFrom, visibleTo }: Bounds) =>
    db
      .selectFrom('contents')
      .select(['contents.chat_key', 'contents.seq'])
      .where('chat_key', '=', chatKey)
      .where('kind', '=', kind)
      .where('seq', '>=', visibleFrom)
      .where('seq', '<=', visibleTo)
      .orderBy('seq', 'desc'),
  of: (db, page) =>
    db
      .selectFrom(page.as('contents'))
      .innerJoin('messages', (join) =>
        join.onRef('messages.chat_key', '=', 'contents.chat_key').onRef('messages.seq', '=', 'contents.seq'),
      )
      .innerJoin('users', 'users.key', 'messages.sender_key')
      .selectAll('messages')
      .select('users.id as sender_id'),
  order: (a, b) => b.seq - a.seq,
})

/** The visible messages below a seq with contents of one kind, newest first. */
export const selectContents = async (
  db: Queries,
  range: VisibleRange,
  { kind, before, limit }: { kind: ContentKind; before: number; limit: number },
): Promise<Message[]> => {
  const { chatKey, visibleFrom } = range
  const visibleTo = Math.min(range.visibleTo, before - 1)
  const rows = await newestRows(db, { chatKey, kind, visibleFrom, visibleTo }, limit)
  return rows.map((row) => {
    const message = messageFromRow(row, range.chatId, toId<UserId>(row.sender_id))
    return asSeenIn(range, { message, madeRev: row.made_rev })
  })
}

/** Updates the content lists of a message after a change. */
export const changeContents = async (
  db: Queries,
  { chatKey, seq }: { readonly chatKey: number; readonly seq: number },
  { before, now }: { readonly before: StoredBody; readonly now: StoredBody },
): Promise<void> => {
  const had = contentsOf(before)
  const has = contentsOf(now)
  const gone = had.filter((kind) => !has.includes(kind))
  const news = has.filter((kind) => !had.includes(kind))
  if (gone.length > 0)
    await db
      .deleteFrom('contents')
      .where('chat_key', '=', chatKey)
      .where('kind', 'in', gone)
      .where('seq', '=', seq)
      .execute()
  if (news.length > 0)
    await db
      .insertInto('contents')
      .values(news.map((kind) => ({ chat_key: chatKey, kind, seq })))
      .execute()
}
