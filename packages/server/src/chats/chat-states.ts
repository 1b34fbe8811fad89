import { type ChatId, type ChatState, type Input, limits, mutedForever } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toBytes } from '../lib/uuid-bytes'
import { noState, type StateRow, stateFromRow } from '../storage/append/state-row'
import type { Database, Transaction } from '../storage/database'
import { only } from '../storage/queries/prepared'
import { raiseUserRev } from '../storage/queries/revs'
import type { ChatAccess, Readable } from './access'
import { timesOfOrder } from './pinned-order'
import { putState, type StateChange, type StatePlace, selectPinned, selectState, updateHiddenRev } from './state-store'

/** A chat that a user clears. */
export interface ClearedChat {
  readonly key: number
  readonly direct_low: number | null
  readonly direct_high: number | null
}

/** Called in the transaction in which a user clears a chat; `beforeSeq` is how far they had cleared it before. */
export type NoteCleared = (tx: Transaction, chat: ClearedChat, beforeSeq: number) => Promise<void>

export interface ChatStatesOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly noteCleared: NoteCleared
}

type Change = Omit<StateChange, 'rev'>
interface ChangeOf {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly change: Change
}

/**
 * A user's own settings of a readable chat, also as a former member. They are under the user's rev, hidden from others.
 */
export class ChatStates {
  constructor(private readonly options: ChatStatesOptions) {}

  /** Pins a chat in front of another one, or first; or unpins it. Returns the changes. */
  pin(caller: Caller, { chatId, pinned, before }: Input<'chats.pin'>): Promise<{ states: ChatState[] }> {
    return this.inChat(caller, chatId, async (tx, { chatKey }) => {
      const now = await selectPinned(tx.db, caller.userKey)
      const others = now.filter((chat) => chat.chatKey !== chatKey)
      if (!pinned) {
        const change = { pinned_at: null }
        return { states: await this.put(tx, caller, others.length < now.length ? [{ chatKey, chatId, change }] : []) }
      }
      if (others.length >= limits.pinnedChats) throw fail('too_many_pinned')
      const at = before === undefined ? 0 : others.findIndex((other) => other.chatId === before)
      if (at === -1) throw fail('not_found', { field: 'before' })
      if (now[at]?.chatKey === chatKey) return { states: [] }
      const order = others.toSpliced(at, 0, { chatKey, chatId, pinnedAt: 0 })
      const changes = timesOfOrder(order, { movedKey: chatKey, nowMs: tx.now }).map(({ pinnedAt, ...chat }) => ({
        ...chat,
        change: { pinned_at: pinnedAt, archived_at: null },
      }))
      return { states: await this.put(tx, caller, changes) }
    })
  }

  archive(caller: Caller, { chatId, archived }: Input<'chats.archive'>): Promise<ChatState> {
    return this.set(caller, chatId, (row, nowMs) => {
      if ((row?.archived_at != null) === archived) return undefined
      return archived ? { archived_at: nowMs, pinned_at: null } : { archived_at: null }
    })
  }

  /** Silences a chat for a time or permanently, or ends the silence. */
  notify(caller: Caller, { chatId, silence }: Input<'chats.notify'>): Promise<ChatState> {
    return this.set(caller, chatId, (row, nowMs) => {
      const until = silence === 'forever' ? mutedForever : silence === 0 ? null : nowMs + silence
      return (row?.muted_until ?? null) === until ? undefined : { muted_until: until }
    })
  }

  markUnread(caller: Caller, { chatId, unread }: Input<'chats.markUnread'>): Promise<ChatState> {
    return this.set(caller, chatId, (row) => {
      const marked_unread = unread ? 1 : 0
      return (row?.marked_unread ?? 0) === marked_unread ? undefined : { marked_unread }
    })
  }

  /** Stores the caller's unsent text; an empty draft is none. */
  draft(caller: Caller, { chatId, draft }: Input<'chats.draft'>): Promise<ChatState> {
    const replyTo = draft?.replyTo
    const change = {
      draft: draft && (draft.text !== '' || replyTo) ? draft.text : null,
      draft_reply_id: replyTo ? toBytes(replyTo.id) : null,
      draft_reply_seq: replyTo?.seq ?? null,
    }
    return this.set(caller, chatId, (row) => {
      const { draft: held = undefined } = row ? stateFromRow(row, chatId) : {}
      const same = (held?.text ?? null) === change.draft && held?.replyTo?.id === replyTo?.id
      return same && held?.replyTo?.seq === replyTo?.seq ? undefined : change
    })
  }

  /** Clears a chat up to a seq, at most up to the newest readable message; never back. */
  clear(caller: Caller, { chatId, seq }: Input<'chats.clear'>): Promise<ChatState> {
    return this.inChat(caller, chatId, async (tx, range) => {
      const held = await selectState(tx.db, { userKey: caller.userKey, chatKey: range.chatKey })
      const before = held?.cleared_seq ?? 0
      const cleared_seq = Math.min(seq, range.head.seq)
      if (before >= cleared_seq) return held ? stateFromRow(held, chatId) : noState(chatId)
      const change = { cleared_seq, read_seq: Math.max(held?.read_seq ?? 0, cleared_seq), marked_unread: 0 }
      const state = only(await this.put(tx, caller, [{ chatKey: range.chatKey, chatId, change }]))
      await tx.lock({ chats: [range.chatKey] })
      await this.options.noteCleared(tx, range.row, before)
      return state
    })
  }

  /** Sets the result of `decide` for the row under the caller's lock; undefined changes nothing. */
  private set(
    caller: Caller,
    chatId: ChatId,
    decide: (row: StateRow | undefined, nowMs: number) => Change | undefined,
  ): Promise<ChatState> {
    return this.inChat(caller, chatId, async (tx, range) => {
      const held = await selectState(tx.db, { userKey: caller.userKey, chatKey: range.chatKey })
      const change = decide(held, tx.now)
      const [state] = change ? await this.put(tx, caller, [{ chatKey: range.chatKey, chatId, change }]) : []
      if (state) return state
      return held ? stateFromRow(held, chatId) : noState(chatId)
    })
  }

  private inChat<T>(caller: Caller, chatId: ChatId, run: (tx: Transaction, range: Readable) => Promise<T>): Promise<T> {
    return this.options.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const range = await this.options.access.findReadable(tx.db, chatId, caller.userKey)
      if (!range) throw fail('not_found')
      return run(tx, range)
    })
  }

  /** Writes changes of the caller's own rows under one new rev, and publishes them to their devices. */
  private async put(tx: Transaction, { userKey, userId }: Caller, changes: readonly ChangeOf[]): Promise<ChatState[]> {
    if (changes.length === 0) return []
    const rev = await raiseUserRev(tx, userKey)
    const states: ChatState[] = []
    for (const { chatKey, chatId, change } of changes)
      states.push(stateFromRow(await putState(tx.db, { userKey, chatKey }, { ...change, rev }), chatId))
    tx.publish({ kind: 'user', userId, delta: { from: rev - 1, rev, states } })
    return states
  }
}

/** Called in the transaction in which a user hides messages under a new rev of theirs: the chat's state names it. */
export const noteHidden = (tx: Transaction, place: StatePlace, rev: number): Promise<void> =>
  updateHiddenRev(tx.db, place, rev)
