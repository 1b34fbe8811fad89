import {
  type Chat,
  type ChatId,
  type ChatState,
  type Input,
  newUuidV7,
  type RandomBytes,
  type Result,
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
import { noteCleared } from '../media/cleared'
import { type Refusal, refusal, writeRefused } from '../messages/policy'
import type { OwnPreferences } from '../preferences/own-preferences'
import type { MembersOnline } from '../presence/members-online'
import type { Presence } from '../presence/presence'
import type { WatchedOnline } from '../presence/watched-online'
import type { Database, Queries, Transaction } from '../storage/database'
import { isLarge } from '../storage/large'
import { raiseUserRev } from '../storage/revs'
import { noState, stateFromRow } from '../storage/state-row'
import type { UserRef, Users } from '../users/users'
import type { AccessCache } from './access'
import { type AccessRow, findAccess } from './access-store'
import type { ChatChanges, NewChat } from './chat-changes'
import { putState, selectState } from './state-store'
import * as store from './store'

export interface ChatsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly access: AccessCache
  readonly changes: ChatChanges
  readonly friendships: Friendships
  readonly users: Users
  readonly presence: Presence
  readonly preferences: OwnPreferences
  /** Which members are there. */
  readonly membersOnline: MembersOnline
  /** Tells watchers how many are online. */
  readonly watched: WatchedOnline
  /** Charges an account for members that were looked through. */
  readonly charge: (userId: UserId, members: number) => void
  /** With whom people may write in a direct chat. */
  readonly directChats: DirectChats
  readonly random?: RandomBytes
}

/** What every kind of chat has: direct chats, typing, who is online. */
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
      await this.options.friendships.requireReach(tx.db, me.key, { peers: [key], field: 'userId' })
      return this.openDirectIn(tx, [me, { key, id: userId }])
    })
  }

  /** The same inside a transaction that has locked both people, so that they make one chat when they do it at once. */
  async openDirectIn(
    tx: Transaction,
    [me, peer]: readonly [UserRef, UserRef],
  ): Promise<{ chat: Chat; state: ChatState }> {
    const existing = await this.directOf(tx, me, peer)
    if (existing) return this.withState(tx.db, existing, me)
    const { row } = await this.options.changes.create(tx, this.newDirect(tx, me.key === peer.key ? [me] : [me, peer]))
    return this.withState(tx.db, row, me)
  }

  /** Writes into the direct chat of two people, both locked, what made them friends; makes the chat if there is none. */
  async greetIn(tx: Transaction, [me, peer]: readonly [UserRef, UserRef], body: SystemBody): Promise<void> {
    const { changes } = this.options
    const system = { sender: me, body }
    const chat = await this.directOf(tx, me, peer)
    if (!chat) {
      await changes.create(tx, { ...this.newDirect(tx, [me, peer]), system })
      return
    }
    await tx.lock({ chats: [chat.key] })
    const { row, messages } = await changes.change(tx, { chat, raise: { access: true }, system })
    const chatId = toId<ChatId>(row.id)
    const delta = { chatId, from: row.rev - 1, rev: row.rev, messages }
    tx.publish({ kind: 'chat', chatId, delta, large: false, seq: row.seq, access: true })
  }

  /** Who may write in the direct chat of two people, both locked, has changed: nobody hears of it, and every decision made before is void. */
  async rightsChangedIn(tx: Transaction, one: UserRef, other: UserRef): Promise<void> {
    const chat = await this.directOf(tx, one, other)
    if (!chat) return
    await tx.lock({ chats: [chat.key] })
    await store.raiseAcl(tx, chat.key)
    tx.whenDurable(() => this.options.access.invalidate(toId(chat.id)))
  }

  /** Clears the direct chat for one of its two people, who is locked. */
  async clearDirectIn(tx: Transaction, me: UserRef, peer: UserRef): Promise<void> {
    const chat = await this.directOf(tx, me, peer)
    const held = chat && (await selectState(tx.db, { userKey: me.key, chatKey: chat.key }))
    if (!chat || (held && held.cleared_seq >= chat.seq)) return
    const rev = await raiseUserRev(tx, me.key)
    const change = { read_seq: chat.seq, cleared_seq: chat.seq, marked_unread: 0, rev }
    const row = await putState(tx.db, { userKey: me.key, chatKey: chat.key }, change)
    const states = [stateFromRow(row, toId(chat.id))]
    tx.publish({ kind: 'user', userId: me.id, delta: { from: rev - 1, rev, states } })
    await noteCleared(tx, chat, held?.cleared_seq ?? 0)
  }

  /** What somebody new, whom the transaction has locked, finds in their list: saved messages, and the world read up to now. */
  async joinNewUser(tx: Transaction, user: UserRef): Promise<void> {
    await this.openDirectIn(tx, [user, user])
    const world = await store.selectChat(tx.db, WORLD_CHAT_ID)
    if (!world) return
    const revs = await this.options.changes.raiseUsers(tx, [user])
    await this.options.changes.putStates(tx, world, { people: [user], revs })
  }

  /** Tells who is connected to the chat what the caller is doing there, if they show it. */
  async typing(caller: Caller, { chatId, doing }: Input<'chats.typing'>): Promise<void> {
    const { bus, database, preferences } = this.options
    const access = await this.member(caller, chatId)
    // Of a pair nothing makes this node forget what it knew, and a refusal may be over.
    if (access.pair || this.refused(access)) await this.requireWritable(caller, chatId)
    const { typing } = await database.read((db) => preferences.signsOf(db, caller.userKey))
    if (!typing) return
    const frame = notification('chat.typing', { chatId, userId: caller.userId, ...(doing ? { doing } : {}) })
    bus.publish({ kind: 'ephemeral', topic: topics.chat(chatId), ...(access.large && { sampled: true }), frame })
  }

  /** How many people of the chat are online, and some of those whom the caller may see. */
  async onlineIn(caller: Caller, chatId: ChatId): Promise<Result<'chats.online'>> {
    const { membersOnline, presence } = this.options
    const access = await this.member(caller, chatId)
    if (chatId === WORLD_CHAT_ID) return presence.everybody(caller)
    const { looked, userIds } = await membersOnline.of(chatId)
    this.options.charge(caller.userId, looked)
    // Where the number is also pushed to everybody, a difference would tell of a block.
    return presence.among(caller, userIds, { countsHidden: access.large })
  }

  /** Subscribes the caller's connection to full deltas, and answers the chat's rev. */
  async watch(caller: Caller, chatId: ChatId): Promise<{ rev: number }> {
    const { access, database } = this.options
    await this.member(caller, chatId)
    // Subscribed in the turn of a decision that still holds: who leaves from here on is unsubscribed like everybody else.
    if (!access.peek(chatId, caller.userKey)?.member) return this.watch(caller, chatId)
    caller.connection?.subscribe(topics.chat(chatId))
    const range = await database.read((db) => access.readable(db, chatId, caller.userKey))
    if (range && chatId !== WORLD_CHAT_ID && isLarge(range.row)) {
      this.options.charge(caller.userId, this.options.membersOnline.cost(range.row.member_count))
      this.options.watched.watch(chatId)
    }
    return { rev: range?.head.rev ?? 0 }
  }

  /** Ends `watch`; a member of a small chat stays subscribed. */
  async unwatch(caller: Caller, chatId: ChatId): Promise<void> {
    const access = await this.options.access.find(chatId, caller.userKey)
    if (access?.large) caller.connection?.unsubscribe(topics.chat(chatId))
  }

  /** The chats whose changes a user's connections hear, and of which ones only the heads. */
  subscriptionsOf(userKey: number): Promise<{ chatId: ChatId; large: boolean }[]> {
    return this.options.database.read((db) => store.selectSubscriptions(db, userKey))
  }

  private directOf(tx: Transaction, one: UserRef, other: UserRef): Promise<store.ChatRow | undefined> {
    return store.selectDirect(tx.db, Math.min(one.key, other.key), Math.max(one.key, other.key))
  }

  private newDirect(tx: Transaction, members: readonly UserRef[]): NewChat {
    return { id: newUuidV7(tx.now, this.options.random) as ChatId, kind: 'direct', members }
  }

  /** Refuses whoever may not write now, looked up anew. */
  private async requireWritable(caller: Caller, chatId: ChatId): Promise<void> {
    const now = await this.options.database.read((db) => findAccess(db, chatId, caller.userKey))
    const refused = this.refused(now)
    if (refused) throw refusal(refused)
  }

  private refused(access: AccessRow | undefined): Refusal | undefined {
    return writeRefused(access, { rule: this.options.directChats, nowMs: this.options.database.now() })
  }

  private async member(caller: Caller, chatId: ChatId) {
    const access = await this.options.access.find(chatId, caller.userKey)
    if (!access) throw fail('not_found')
    if (!access.member) throw fail('not_a_member')
    return access
  }

  private async withState(db: Queries, row: store.ChatRow, user: UserRef): Promise<{ chat: Chat; state: ChatState }> {
    const chat = await store.toChat(db, row)
    const state = await selectState(db, { userKey: user.key, chatKey: row.key })
    return { chat, state: state ? stateFromRow(state, chat.id) : noState(chat.id) }
  }
}
