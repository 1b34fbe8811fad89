import {
  type Chat,
  type ChatId,
  type ChatState,
  type Input,
  newUuidV7,
  type RandomBytes,
  type SystemBody,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import type { Bus } from '../bus/bus'
import type { Friendships } from '../friends/friendships'
import type { DirectChats } from '../friends/policy'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'
import { toId } from '../lib/uuid-bytes'
import type { OwnPreferences } from '../preferences/own-preferences'
import { noState, stateFromRow } from '../storage/append/state-row'
import type { Database, Queries, Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import type { UserRef, Users } from '../users/users'
import type { ChatAccess } from './access'
import { type AccessRow, findAccess } from './access-store'
import type { ChatChanges, NewChat } from './chat-changes'
import type { NoteCleared } from './chat-states'
import { type Refusal, refusal, writeRefused } from './policy'
import { publishChatChange } from './publish-chat-change'
import { putState, selectState } from './state-store'
import * as store from './store'

export interface ChatsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly access: ChatAccess
  readonly changes: ChatChanges
  readonly friendships: Friendships
  readonly users: Users
  readonly preferences: OwnPreferences
  readonly noteCleared: NoteCleared
  /** The rule for writing into direct chats. */
  readonly directChats: DirectChats
  readonly random?: RandomBytes
}

/** Common features of all chats: direct chats and typing. */
export class Chats {
  constructor(private readonly options: ChatsOptions) {}

  /** The direct chat with a user, created if there is none. */
  direct(caller: Caller, userId: UserId): Promise<{ chat: Chat; state: ChatState }> {
    return this.options.database.write(async (tx) => {
      const keys = await this.options.users.keysOf(tx.db, [userId])
      const key = keys.get(userId)
      if (key === undefined) throw fail('not_found', { field: 'userId' })
      const me = { key: caller.userKey, id: caller.userId }
      await tx.lock({ users: [me.key, key] })
      await this.options.friendships.requireReach(tx.db, me.key, { peers: [key], field: 'userId' })
      return this.openDirectIn(tx, [me, { key, id: userId }])
    })
  }

  /** The same inside a transaction that has locked both users, so that concurrent calls create one chat. */
  async openDirectIn(
    tx: Transaction,
    [me, peer]: readonly [UserRef, UserRef],
  ): Promise<{ chat: Chat; state: ChatState }> {
    const existing = await this.directOf(tx, me, peer)
    if (existing) return this.withState(tx.db, existing, me)
    const { row } = await this.options.changes.createChat(
      tx,
      this.newDirect(tx, me.key === peer.key ? [me] : [me, peer]),
    )
    return this.withState(tx.db, row, me)
  }

  /** Writes the new friendship into the direct chat of two locked users; creates the chat if there is none. */
  async greetIn(tx: Transaction, [me, peer]: readonly [UserRef, UserRef], body: SystemBody): Promise<void> {
    const { changes } = this.options
    const system = { sender: me, body }
    const chat = await this.directOf(tx, me, peer)
    if (!chat) {
      await changes.createChat(tx, { ...this.newDirect(tx, [me, peer]), system })
      return
    }
    await tx.lock({ chats: [chat.key] })
    const { row, messages } = await changes.changeChat(tx, { chat, raise: { access: true }, system })
    publishChatChange(tx, row, { rows: { messages }, access: true })
  }

  /**
   * Write access in the direct chat of two locked users has changed. No client is notified, and every earlier decision
   * is void.
   */
  async rightsChangedIn(tx: Transaction, one: UserRef, other: UserRef): Promise<void> {
    const chat = await this.directOf(tx, one, other)
    if (!chat) return
    await tx.lock({ chats: [chat.key] })
    await store.raiseAcl(tx, chat.key)
    tx.whenDurable(() => this.options.access.invalidateChat(toId(chat.id)))
  }

  /** Clears the direct chat for one of its two users, who is locked. */
  async clearDirectIn(tx: Transaction, me: UserRef, peer: UserRef): Promise<void> {
    const chat = await this.directOf(tx, me, peer)
    const held = chat && (await selectState(tx.db, { userKey: me.key, chatKey: chat.key }))
    if (!chat || (held && held.cleared_seq >= chat.seq)) return
    const rev = await raiseUserRev(tx, me.key)
    const change = { read_seq: chat.seq, cleared_seq: chat.seq, marked_unread: 0, rev }
    const row = await putState(tx.db, { userKey: me.key, chatKey: chat.key }, change)
    const states = [stateFromRow(row, toId(chat.id))]
    tx.publish({ kind: 'user', userId: me.id, delta: { from: rev - 1, rev, states } })
    await this.options.noteCleared(tx, chat, held?.cleared_seq ?? 0)
  }

  /** The first chats of a new user, whom the transaction has locked: saved messages, and the world read up to now. */
  async joinNewUser(tx: Transaction, user: UserRef): Promise<void> {
    await this.openDirectIn(tx, [user, user])
    const world = await store.selectChat(tx.db, WORLD_CHAT_ID)
    if (!world) return
    const revs = await this.options.changes.raiseUsers(tx, [user])
    await this.options.changes.putStates(tx, world, { people: [user], revs })
  }

  /** Shows connected members what the caller is doing there, if the caller permits it. */
  async typing(caller: Caller, { chatId, doing }: Input<'chats.typing'>): Promise<void> {
    const { bus, database, preferences } = this.options
    const access = await this.options.access.requireMember(chatId, caller.userKey)
    // A pair's cached standing is never invalidated by pushes, so a cached refusal may be stale.
    if (access.pair || this.refused(access)) await this.requireWritable(caller, chatId)
    const { typing } = await database.read((db) => preferences.signsOf(db, caller.userKey))
    if (!typing) return
    const frame = notification('chat.typing', { chatId, userId: caller.userId, ...(doing ? { doing } : {}) })
    bus.publish({ kind: 'ephemeral', topic: topics.chat(chatId), ...(access.large && { sampled: true }), frame })
  }

  /** Topics of a user's connections: chats with full deltas, and chats with heads only. */
  subscriptionsOf(userKey: number): Promise<{ chatId: ChatId; large: boolean }[]> {
    return this.options.database.read((db) => store.selectSubscriptions(db, userKey))
  }

  private directOf(tx: Transaction, one: UserRef, other: UserRef): Promise<store.ChatRow | undefined> {
    return store.selectDirect(tx.db, Math.min(one.key, other.key), Math.max(one.key, other.key))
  }

  private newDirect(tx: Transaction, members: readonly UserRef[]): NewChat {
    return { id: newUuidV7(tx.now, this.options.random) as ChatId, kind: 'direct', members }
  }

  /** Refuses callers without write access, looked up again. */
  private async requireWritable(caller: Caller, chatId: ChatId): Promise<void> {
    const now = await this.options.database.read((db) => findAccess(db, chatId, caller.userKey))
    const refused = this.refused(now)
    if (refused) throw refusal(refused)
  }

  private refused(access: AccessRow | undefined): Refusal | undefined {
    return writeRefused(access, { rule: this.options.directChats, nowMs: this.options.database.now() })
  }

  private async withState(db: Queries, row: store.ChatRow, user: UserRef): Promise<{ chat: Chat; state: ChatState }> {
    const chat = await store.toChat(db, row)
    const state = await selectState(db, { userKey: user.key, chatKey: row.key })
    return { chat, state: state ? stateFromRow(state, chat.id) : noState(chat.id) }
  }
}
