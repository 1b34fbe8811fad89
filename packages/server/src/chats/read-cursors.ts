import { type ChatId, type ChatState, limits, type Reads, type Result } from '@parley/protocol'
import type { Bus } from '../bus/bus'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'
import type { OwnPreferences } from '../preferences/own-preferences'
import { pairOf, pairStandingOf, selectPair } from '../storage/append/pair-standing'
import { stateFromRow } from '../storage/append/state-row'
import type { Database, Queries } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import type { ChatAccess, Readable } from './access'
import * as reads from './read-store'
import { putState, selectState } from './state-store'

export interface ReadCursorsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly access: ChatAccess
  readonly preferences: OwnPreferences
}

/** Read positions: each user's own in the chat states, and the visible ones for others. */
export class ReadCursors {
  constructor(private readonly options: ReadCursorsOptions) {}

  /** Moves the read cursor forward, at most to the newest message that the caller may read. */
  markRead(caller: Caller, chatId: ChatId, seq: number): Promise<ChatState> {
    return this.options.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const range = await this.options.access.findReadable(tx.db, chatId, caller.userKey)
      if (!range) throw fail('not_found')
      const place = { userKey: caller.userKey, chatKey: range.chatKey }
      const held = await selectState(tx.db, place)
      const readSeq = Math.max(Math.min(seq, range.head.seq), held?.read_seq ?? 0)
      const moves = !held || held.read_seq < readSeq
      const shown = held?.shown_seq ?? 0
      const shownSeq = readSeq > shown && (await this.shows(tx.db, caller, range)) ? readSeq : shown
      if (!moves && shownSeq === shown) return stateFromRow(held, chatId)
      const rev = moves ? await raiseUserRev(tx, caller.userKey) : held.rev
      const unmarked = moves && { marked_unread: 0 }
      const row = await putState(tx.db, place, { read_seq: readSeq, shown_seq: shownSeq, ...unmarked, rev })
      if (shownSeq > shown && isMarked(range)) tx.whenDurable(() => this.tell(caller, chatId, shownSeq))
      const state = stateFromRow(row, chatId)
      if (moves) tx.publish({ kind: 'user', userId: caller.userId, delta: { from: rev - 1, rev, states: [state] } })
      return state
    })
  }

  /** Other users' visible positions in those of these chats that show any. */
  reads(caller: Caller, chatIds: readonly ChatId[]): Promise<Result<'chats.reads'>['chats']> {
    const { access, database } = this.options
    return database.read(async (db) => {
      const ranges: Readable[] = []
      for (const chatId of new Set(chatIds)) {
        const range = await access.findReadable(db, chatId, caller.userKey)
        if (range && isMarked(range)) ranges.push(range)
      }
      const found = await this.readsIn(db, caller.userKey, ranges)
      return ranges.map(({ chatId, chatKey }) => ({ chatId, reads: found.get(chatKey) ?? {} }))
    })
  }

  /** The same inside a snapshot, by chat key, for permitted readers. */
  async readsIn(db: Queries, userKey: number, ranges: readonly Readable[]): Promise<ReadonlyMap<number, Reads>> {
    const marked = ranges.filter(isMarked).map(({ chatKey }) => chatKey)
    const found = new Map<number, Reads>(marked.map((chatKey) => [chatKey, {}]))
    for (const mark of await reads.selectMarks(db, marked)) {
      const own = mark.userKey === userKey
      if (!own) (found.get(mark.chatKey) ?? {})[mark.userId] = mark.seq
    }
    return found
  }

  /**
   * The users except the sender who show that they have read a message; names only where all members' marks are shown.
   */
  async readersOf(
    db: Queries,
    { range, seq, senderKey }: { readonly range: Readable; readonly seq: number; readonly senderKey: number },
  ): Promise<Result<'messages.receipts'>> {
    const { chatKey } = range
    if (!isMarked(range)) return { count: await reads.countReaders(db, { chatKey, seq, but: senderKey }) }
    const marks = await reads.selectMarks(db, [chatKey])
    const userIds = marks.filter((mark) => mark.seq >= seq && mark.userKey !== senderKey).map(({ userId }) => userId)
    return { count: userIds.length, userIds }
  }

  /**
   * Whether the others see a user's position: not while the user hides it, and never those whom the user has blocked.
   */
  private async shows(db: Queries, caller: Caller, { row, memberRow }: Readable): Promise<boolean> {
    if (memberRow && memberRow.left_seq !== null) return false
    if (!(await this.options.preferences.signsOf(db, caller.userKey)).reads) return false
    const pair = pairOf(row)
    if (!pair) return true
    return !pairStandingOf(await selectPair(db, pair), caller.userKey).blocks
  }

  private tell({ userId }: Caller, chatId: ChatId, seq: number): void {
    const frame = notification('chat.read', { chatId, userId, seq })
    this.options.bus.publish({ kind: 'ephemeral', topic: topics.chat(chatId), frame })
  }
}

/** The chats where members see each other's positions: direct chats of two, and groups up to the limit. */
const isMarked = ({ kind, row, memberRow }: Readable): boolean => {
  if (memberRow?.left_seq !== null) return false
  return kind === 'direct' ? pairOf(row) !== undefined : row.member_count <= limits.readsMembers
}
