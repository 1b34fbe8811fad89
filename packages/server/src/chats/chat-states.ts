import { type ChatId, type ChatState, type Input, limits, mutedForever } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toBytes } from '../lib/uuid-bytes'
import { noteCleared } from '../media/cleared'
import type { Database, Transaction } from '../storage/database'
import { only } from '../storage/prepared'
import { raiseUserRev } from '../storage/revs'
import { noState, type StateRow, stateFromRow } from '../storage/state-row'
import type { AccessCache, Readable } from './access'
import { timesOfOrder } from './pinned-order'
import { putState, type StateChange, selectPinned, selectState } from './state-store'

export interface ChatStatesOptions {
  readonly database: Database
  readonly access: AccessCache
}

type Change = Omit<StateChange, 'rev'>
interface ChangeOf {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly change: Change
}

/** What one user sets for themselves about a chat that they may read, a former member too: under their own rev, unseen by others. */
export class ChatStates {
  constructor(private readonly options: ChatStatesOptions) {}

  /** Pins a chat in front of another one, or first; or takes it from the pinned ones. Answers what changed. */
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

  /** Silences a chat for a time, for good, or no longer. */
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

  /** Keeps what stands unsent in the caller's composers; an empty draft is none. */
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

  /** Clears a chat up to a seq, at most up to the newest message that the caller may read; never back. */
  clear(caller: Caller, { chatId, seq }: Input<'chats.clear'>): Promise<ChatState> {
    return this.inChat(caller, chatId, async (tx, range) => {
      const held = await selectState(tx.db, { userKey: caller.userKey, chatKey: range.chatKey })
      const [before, cleared_seq] = [held?.cleared_seq ?? 0, Math.min(seq, range.head.seq)]
      if (before >= cleared_seq) return held ? stateFromRow(held, chatId) : noState(chatId)
      const change = { cleared_seq, read_seq: Math.max(held?.read_seq ?? 0, cleared_seq), marked_unread: 0 }
      const state = only(await this.put(tx, caller, [{ chatKey: range.chatKey, chatId, change }]))
      await tx.lock({ chats: [range.chatKey] })
      await noteCleared(tx, range.row, before)
      return state
    })
  }

  /** Sets what `decide` answers, for the row as it is under the caller's lock; nothing when it answers nothing. */
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
      const range = await this.options.access.readable(tx.db, chatId, caller.userKey)
      if (!range) throw fail('not_found')
      return run(tx, range)
    })
  }

  /** Writes changes of the caller's own rows under one new rev, and tells their devices. */
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
