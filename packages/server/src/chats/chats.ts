import {
  type Chat,
  type ChatId,
  type ChatState,
  limits,
  newUuidV7,
  type RandomBytes,
  type Result,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import type { Bus } from '../bus/bus'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'
import type { Online } from '../presence/online'
import type { Database, Queries, Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/revs'
import type { UserRef, Users } from '../users/users'
import type { AccessCache } from './access'
import type { ChatChanges } from './chat-changes'
import * as store from './store'

export interface ChatsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly access: AccessCache
  readonly changes: ChatChanges
  readonly users: Users
  readonly online: Online
  readonly random?: RandomBytes
}

/** What every kind of chat has: direct chats, read cursors, typing, who is online. */
export class Chats {
  constructor(private readonly options: ChatsOptions) {}

  /** The direct chat with a person, made if there is none. */
  direct(caller: Caller, userId: UserId): Promise<{ chat: Chat; state: ChatState }> {
    return this.options.database.write(async (tx) => {
      const keys = await this.options.users.keysOf(tx.db, [userId])
      const key = keys.get(userId)
      if (key === undefined) throw fail('not_found', { field: 'userId' })
      const me = { key: caller.userKey, id: caller.userId }
      await tx.lock({ users: [me.key, key] })
      return this.openDirectIn(tx, [me, { key, id: userId }])
    })
  }

  /**
   * The same inside a transaction that has locked both people, so that they make one chat when they do it at once; with
   * `invited`, a new chat says that the first person followed the second's invite.
   */
  async openDirectIn(
    tx: Transaction,
    [me, peer]: readonly [UserRef, UserRef],
    options: { readonly invited?: true } = {},
  ): Promise<{ chat: Chat; state: ChatState }> {
    const [low, high] = me.key < peer.key ? [me.key, peer.key] : [peer.key, me.key]
    const existing = await store.selectDirect(tx.db, low, high)
    if (existing) return this.withState(tx.db, existing, me)
    const { row } = await this.options.changes.create(tx, {
      id: newUuidV7(tx.now, this.options.random) as ChatId,
      kind: 'direct',
      members: me.key === peer.key ? [me] : [me, peer],
      ...(options.invited
        ? { system: { sender: me, body: { type: 'system', event: 'invite_accepted', userIds: [peer.id] } } }
        : {}),
    })
    return this.withState(tx.db, row, me)
  }

  /** What somebody new, whom the transaction has locked, finds in their list: saved messages, and the world read up to now. */
  async joinNewUser(tx: Transaction, user: UserRef): Promise<void> {
    await this.openDirectIn(tx, [user, user])
    const world = await store.selectChat(tx.db, WORLD_CHAT_ID)
    if (!world) return
    const revs = await this.options.changes.raiseUsers(tx, [user])
    await this.options.changes.putStates(tx, world, { people: [user], revs })
  }

  /** Moves the read cursor forward, at most to the newest message that the caller may read. */
  markRead(caller: Caller, chatId: ChatId, seq: number): Promise<ChatState> {
    return this.options.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const range = await this.options.access.readable(tx.db, chatId, caller.userKey)
      if (!range) throw fail('not_found')
      const held = await store.selectState(tx.db, caller.userKey, range.chatKey)
      const readSeq = Math.min(seq, range.head.seq)
      if (held && held.read_seq >= readSeq) return store.toState(held, chatId)
      const rev = await raiseUserRev(tx, caller.userKey)
      await store.putState(tx.db, { user_key: caller.userKey, chat_key: range.chatKey, read_seq: readSeq, rev })
      const state = store.toState({ rev, read_seq: readSeq, cleared_seq: held?.cleared_seq ?? 0 }, chatId)
      tx.publish({ kind: 'user', userId: caller.userId, delta: { from: rev - 1, rev, states: [state] } })
      return state
    })
  }

  /** Tells who is connected to the chat that the caller is writing. */
  async typing(caller: Caller, chatId: ChatId): Promise<void> {
    const access = await this.member(caller, chatId)
    if (access.kind === 'channel' && !access.open) throw fail('channel_closed')
    const frame = notification('chat.typing', { chatId, userId: caller.userId })
    this.options.bus.publish({ kind: 'ephemeral', topic: topics.chat(chatId), frame })
  }

  /** How many people of the chat are online. */
  async onlineIn(caller: Caller, chatId: ChatId): Promise<Result<'chats.online'>> {
    const access = await this.member(caller, chatId)
    if (access.kind === 'channel') return this.options.online.everybody()
    return this.options.online.among(await this.memberIds(access.chatKey))
  }

  /** Subscribes the caller's connection to full deltas, and answers the chat's rev. */
  async watch(caller: Caller, chatId: ChatId): Promise<{ rev: number }> {
    const { access, database } = this.options
    await this.member(caller, chatId)
    // Subscribed in the turn of a decision that still holds: who leaves from here on is unsubscribed like everybody else.
    if (!access.peek(chatId, caller.userKey)?.member) return this.watch(caller, chatId)
    caller.connection?.subscribe(topics.chat(chatId))
    const range = await database.read((db) => access.readable(db, chatId, caller.userKey))
    return { rev: range?.head.rev ?? 0 }
  }

  /** Ends `watch`; a member of a small chat stays subscribed. */
  async unwatch(caller: Caller, chatId: ChatId): Promise<void> {
    const access = await this.options.access.find(chatId, caller.userKey)
    if (access && !(await this.isSmall(access.chatKey))) caller.connection?.unsubscribe(topics.chat(chatId))
  }

  /** The chats whose changes a user's connections hear, and of which ones only the heads. */
  subscriptionsOf(userKey: number): Promise<{ chatId: ChatId; large: boolean }[]> {
    return this.options.database.read((db) => store.selectSubscriptions(db, userKey, limits.pushAllMembers))
  }

  private async isSmall(chatKey: number): Promise<boolean> {
    const row = await this.options.database.read((db) => store.selectChatByKey(db, chatKey))
    return !this.options.changes.isLarge(row)
  }

  private async member(caller: Caller, chatId: ChatId) {
    const access = await this.options.access.find(chatId, caller.userKey)
    if (!access) throw fail('not_found')
    if (!access.member) throw fail('not_a_member')
    return access
  }

  private memberIds(chatKey: number): Promise<UserId[]> {
    return this.options.database.read((db) => store.selectMemberIds(db, chatKey))
  }

  private async withState(db: Queries, row: store.ChatRow, user: UserRef): Promise<{ chat: Chat; state: ChatState }> {
    const chat = await store.toChat(db, row)
    const state = await store.selectState(db, user.key, row.key)
    return { chat, state: store.toState(state ?? { read_seq: 0, cleared_seq: 0, rev: 0 }, chat.id) }
  }
}
