import type { Message } from '@parley/protocol'
import type { Queries } from '../storage/database'
import { selectHiddenIn, selectSentBy } from './exported-store'
import * as store from './store'

/** Whose messages an export holds: those of all members, or the person's own. */
export type Exported = 'all' | 'own'

export interface ExportedPage {
  readonly range: store.VisibleRange
  readonly userKey: number
  readonly which: Exported
  /** The page begins after this seq. */
  readonly after: number
}

/** Messages of one read. */
const PAGE_MESSAGES = 100
/** Seqs among which one read looks for own messages. */
const SPAN = 2_000

/** The next messages for an export, oldest first and without hidden ones, and the seq to continue after; undefined at the end. */
export const readExported = async (
  db: Queries,
  page: ExportedPage,
): Promise<{ readonly messages: readonly Message[]; readonly next: number | undefined }> => {
  const { range, userKey, which, after } = page
  const end = Math.min(range.visibleTo, range.head.seq)
  const found =
    which === 'own' ? await own(db, page, end) : await store.after(db, range, { seq: after, limit: PAGE_MESSAGES })
  const last = found.at(-1)?.seq
  const upTo = which === 'own' ? Math.min(end, Math.max(after, range.visibleFrom - 1) + SPAN) : (last ?? end)
  const hidden = await selectHiddenIn(db, { userKey, chatKey: range.chatKey, after, upTo })
  const isOver = which === 'own' ? upTo >= end : found.length < PAGE_MESSAGES
  return { messages: found.filter(({ seq }) => !hidden.has(seq)), next: isOver ? undefined : upTo }
}

const own = (db: Queries, { range, userKey, after }: ExportedPage, end: number): Promise<Message[]> => {
  const from = Math.max(after + 1, range.visibleFrom)
  return selectSentBy(db, range, { senderKey: userKey, from, to: Math.min(end, from - 1 + SPAN) })
}
