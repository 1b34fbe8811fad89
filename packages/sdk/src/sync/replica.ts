import type {
  ChatDelta,
  ChatId,
  ChatState,
  Hidden,
  Me,
  Member,
  Message,
  MessageId,
  MyReaction,
  Played,
  Reactions,
  User,
  UserDelta,
  UserId,
} from '@parley/protocol'
import {
  applyChatDelta,
  applyMembers,
  applyPage,
  applyUserDelta,
  type HeldChat,
  type HeldUser,
  mergeRows,
  nothingHeld,
  type Outcome,
} from '@parley/protocol/apply'
import type { ClientOptions } from '../api'
import type { LocalStore, StoreContents, StoredChat, StoreWrite } from '../store/store'
import { fromStore, toStore } from '../store/stored-chat'
import type { HiddenIn, Reader } from '../store/unread'
import { recounted, staleFrom } from './changed-rows'
import { HiddenByChat } from './hidden-by-chat'

export interface ReplicaEvents {
  /** A delta of a chat was applied; undefined when what is held changed in another way. */
  onChat(chatId: ChatId, delta: ChatDelta | undefined): void
  onUser(delta: UserDelta | undefined): void
  onUsers(): void
  /** Everything that came from the server was dropped; outbox and drafts too when it was another person's. */
  onReset(stranger: boolean): void
  /** Outbox entries whose stored rows are held now; they leave the store in the same transaction. */
  arrived(chatId: ChatId, held: HeldChat, messages: readonly Message[]): readonly MessageId[]
}

export interface ReplicaOptions {
  readonly store: LocalStore
  readonly now: () => number
  readonly events: ReplicaEvents
  readonly debug?: ClientOptions['debug']
}

/** This device's copy of the server's rows, in memory and, in step with it, in the local store. */
export class Replica {
  readonly chats = new Map<ChatId, HeldChat>()
  readonly users = new Map<UserId, User>()
  user: HeldUser | undefined
  /** The chats that come now are not new, only this device is. */
  firstSync = false
  #epoch = ''
  /** When each chat came to this device. */
  readonly #cameAt = new Map<ChatId, number>()
  /** Read cursors moved on this device. */
  readonly #readSeqs = new Map<ChatId, number>()
  /** Chats whose stored messages are in memory. */
  readonly #tails = new Set<ChatId>()
  readonly #hidden = new HiddenByChat()
  readonly #options: ReplicaOptions

  constructor(options: ReplicaOptions) {
    this.#options = options
  }

  get epoch(): string {
    return this.#epoch
  }

  get me(): Me | undefined {
    return this.user?.me
  }

  /** Fills an empty replica from the store. */
  load(contents: StoreContents): void {
    this.#epoch = contents.epoch
    if (contents.user !== undefined) {
      const { rev, me, preferences, sessions } = contents.user
      this.user = applyUserDelta(undefined, {
        from: 0,
        rev,
        me,
        ...(preferences && { preferences }),
        states: [...contents.states],
        hidden: [...contents.hidden],
        reactions: [...contents.reactions],
        played: [...contents.played],
        friends: [...contents.friends],
        sessions: [...sessions],
      }).held
    }
    for (const user of contents.users) this.users.set(user.id, user)
    for (const row of contents.chats) {
      this.chats.set(row.chatId, fromStore(row))
      this.#cameAt.set(row.chatId, row.cameAt)
      if (row.readSeq !== undefined) this.#readSeqs.set(row.chatId, row.readSeq)
    }
  }

  /** A session is open: what is held of another life of the database, or of another person, goes. */
  begin(epoch: string, me: Me): void {
    const stranger = this.me !== undefined && this.me.id !== me.id
    if (stranger) this.#written(this.#options.store.wipe())
    if (stranger || this.#epoch !== epoch) {
      this.#epoch = epoch
      this.chats.clear()
      this.users.clear()
      this.#readSeqs.clear()
      this.#cameAt.clear()
      this.#tails.clear()
      this.user = undefined
      this.firstSync = true
      this.#written(this.#options.store.reset(epoch))
      this.#options.events.onReset(stranger)
    }
    this.#addOwnProfile(me)
    const held = this.user ?? nothingHeld(0)
    if (held.me === undefined || held.me.rev < me.rev) this.user = { ...held, me }
    this.#options.events.onUser(undefined)
  }

  /**
   * @param since the rev that was asked from: an older snapshot in answer to it means that the server's rev is below ours
   */
  applyChat(delta: ChatDelta, since = 0): Outcome {
    const outcome = this.#applyChat(delta, since)
    this.#report(delta.chatId, delta, outcome)
    return outcome
  }

  #applyChat(delta: ChatDelta, since: number): Outcome {
    const known = this.chats.get(delta.chatId)
    const base = delta.from === 0 && delta.rev < since ? undefined : known
    const { held: applied, outcome } = applyChatDelta(base, staleFrom(delta, this.#visibleFrom(known)))
    if (delta.users) this.addUsers(delta.users)
    if (outcome !== 'applied' || applied === undefined) return outcome
    const held = recounted(applied, delta, { head: known?.chat.seq ?? 0, reader: this.reader(delta.chatId) })
    if (delta.from > 0 && this.#visibleFrom(held) > this.#visibleFrom(known)) return 'stale'
    if (held === known && (delta.messages ?? []).length === 0) return outcome
    if (known === undefined) this.#cameAt.set(delta.chatId, this.firstSync ? 0 : this.#options.now())
    this.chats.set(delta.chatId, held)
    if (delta.from === 0) this.#tails.add(delta.chatId)
    const messages = delta.messages ?? []
    const dropOutbox = this.#options.events.arrived(delta.chatId, held, messages)
    // Late data may hold rows from before a stored change.
    const isLate = delta.from > 0 && known !== undefined && delta.rev <= known.rev
    const rows = isLate ? [] : this.#visible(held, messages)
    this.#write({
      chats: [{ row: this.#stored(delta.chatId, held), messages: rows, replace: delta.from === 0 }],
      ...(dropOutbox.length > 0 && { dropOutbox }),
    })
    this.#options.events.onChat(delta.chatId, delta)
    return outcome
  }

  applyUser(delta: UserDelta, since = 0): Outcome {
    const outcome = this.#applyUser(delta, since)
    this.#report('user', delta, outcome)
    return outcome
  }

  #report(of: ChatId | 'user', { from, rev }: ChatDelta | UserDelta, outcome: Outcome): void {
    this.#options.debug?.({ type: 'delta', of, from, rev, outcome })
  }

  #applyUser(delta: UserDelta, since: number): Outcome {
    const known = delta.from === 0 && delta.rev < since ? undefined : this.user
    const { held, outcome } = applyUserDelta(known, delta)
    if (delta.users) this.addUsers(delta.users)
    if (outcome !== 'applied' || held === undefined) return outcome
    const me = held.me ?? this.me
    this.user = me ? { ...held, me } : held
    if (me !== undefined) this.#addOwnProfile(me)
    this.#writeUser(delta)
    this.#options.events.onUser(delta)
    return outcome
  }

  /** Rows of an answer that are not a whole delta: they do not move the user's rev. */
  addStates(rows: readonly ChatState[]): void {
    if (this.user === undefined) return
    const states = mergeRows(this.user.states, rows, (row) => row.chatId)
    if (states === this.user.states) return
    this.user = { ...this.user, states }
    this.#writeUser({ states: [...rows] })
    this.#options.events.onUser({ from: this.user.rev, rev: this.user.rev, states: [...rows] })
  }

  /** The same for hidden messages. */
  addHidden(rows: readonly Hidden[]): void {
    if (this.user === undefined) return
    const hidden = mergeRows(this.user.hidden, rows, (row) => row.messageId)
    if (hidden === this.user.hidden) return
    this.user = { ...this.user, hidden }
    this.#writeUser({ hidden: [...rows] })
    this.#options.events.onUser({ from: this.user.rev, rev: this.user.rev, hidden: [...rows] })
  }

  /** The same for own reactions. */
  addOwnReactions(rows: readonly MyReaction[]): void {
    if (this.user === undefined) return
    const reactions = mergeRows(this.user.reactions, rows, (row) => row.messageId)
    if (reactions === this.user.reactions) return
    this.user = { ...this.user, reactions }
    this.#writeUser({ reactions: [...rows] })
    this.#options.events.onUser({ from: this.user.rev, rev: this.user.rev, reactions: [...rows] })
  }

  /** The same for voice messages that were played. */
  addPlayed(rows: readonly Played[]): void {
    if (this.user === undefined) return
    const played = mergeRows(this.user.played, rows, (row) => row.messageId)
    if (played === this.user.played) return
    this.user = { ...this.user, played }
    this.#writeUser({ played: [...rows] })
    this.#options.events.onUser({ from: this.user.rev, rev: this.user.rev, played: [...rows] })
  }

  addUsers(rows: readonly User[]): void {
    const news = rows.filter((row) => row.rev > (this.users.get(row.id)?.rev ?? -1))
    if (news.length === 0) return
    for (const row of news) this.users.set(row.id, row)
    this.#write({ users: news })
    this.#options.events.onUsers()
  }

  /** The public part of the own profile. */
  #addOwnProfile({ admin: _, ...user }: Me): void {
    this.addUsers([user])
  }

  /** A page of history: what touches the held messages is held too. */
  addPage(
    chatId: ChatId,
    page: { readonly rev: number; readonly messages: readonly Message[]; readonly reactions?: readonly Reactions[] },
  ): void {
    const held = this.chats.get(chatId)
    if (held === undefined) return
    const next = applyPage(held, page)
    if (next === held) return
    this.chats.set(chatId, next)
    this.#write({
      chats: [{ row: this.#stored(chatId, next), messages: this.#visible(next, page.messages), replace: false }],
    })
    this.#options.events.onChat(chatId, undefined)
  }

  /** The first page of a group's members. */
  addMembers(chatId: ChatId, page: { readonly rev: number; readonly members: Member[]; readonly users: User[] }): void {
    this.addUsers(page.users)
    const held = this.chats.get(chatId)
    if (held === undefined) return
    const next = applyMembers(held, page)
    if (next === held) return
    this.chats.set(chatId, next)
    this.#write({ chats: [{ row: this.#stored(chatId, next), messages: [], replace: false }] })
    this.#options.events.onChat(chatId, undefined)
  }

  /** Brings a chat's stored messages into memory, once. */
  async loadTail(chatId: ChatId, tries = 3): Promise<void> {
    if (this.#tails.has(chatId)) return
    const tail = await this.#options.store.tail(chatId)
    const held = this.chats.get(chatId)
    if (held === undefined || this.#tails.has(chatId)) return
    // Rows that changed while this was read are missing in it: read again.
    const behind = tail !== undefined && tail.rev < held.rev
    if (behind && tries > 1) return this.loadTail(chatId, tries - 1)
    this.#tails.add(chatId)
    if (tail === undefined || behind) return
    const next = applyPage(held, { rev: held.rev, messages: tail.messages })
    if (next === held) return
    this.chats.set(chatId, next)
    this.#options.events.onChat(chatId, undefined)
  }

  /** The direct chat with a person, if it is held. */
  directWith(userId: UserId): ChatId | undefined {
    for (const [chatId, { chat }] of this.chats)
      if (chat.peerIds?.length === 2 && chat.peerIds.includes(userId)) return chatId
    return undefined
  }

  /** The server says that there is no such chat for this user. */
  dropChat(chatId: ChatId): void {
    if (!this.chats.delete(chatId)) return
    this.#readSeqs.delete(chatId)
    this.#cameAt.delete(chatId)
    this.#write({ dropChats: [chatId] })
    this.#options.events.onChat(chatId, undefined)
  }

  /** Up to where the person has read, on whatever device. */
  readSeq(chatId: ChatId): number {
    return Math.max(this.user?.states.get(chatId)?.readSeq ?? 0, this.#readSeqs.get(chatId) ?? 0)
  }

  /** Moves the cursor on this device, never back (DL28). False when it stands there already. */
  read(chatId: ChatId, seq: number): boolean {
    const held = this.chats.get(chatId)
    const upTo = Math.min(seq, held?.chat.seq ?? 0)
    if (held === undefined || upTo <= this.readSeq(chatId)) return false
    this.#readSeqs.set(chatId, upTo)
    this.#write({ chats: [{ row: this.#stored(chatId, held), messages: [], replace: false }] })
    this.#options.events.onChat(chatId, undefined)
    return true
  }

  /** The user's hidden messages in a chat. */
  hiddenIn(chatId: ChatId): HiddenIn {
    return this.#hidden.of(chatId, this.user?.hidden)
  }

  /** As whom a chat is read here; undefined before the first session. */
  reader(chatId: ChatId): Reader | undefined {
    return this.me && { me: this.me.id, readSeq: this.readSeq(chatId), hidden: this.hiddenIn(chatId) }
  }

  /** Cursors that the server does not know yet. */
  unsentReads(): [ChatId, number][] {
    return [...this.#readSeqs].filter(([chatId, seq]) => seq > (this.user?.states.get(chatId)?.readSeq ?? 0))
  }

  /** The server refuses this cursor. */
  forgetRead(chatId: ChatId): void {
    this.#readSeqs.delete(chatId)
    this.#options.events.onChat(chatId, undefined)
  }

  cameAt(chatId: ChatId): number {
    return this.#cameAt.get(chatId) ?? 0
  }

  /** The oldest seq that may be seen. When it rises (the person came back), only a snapshot tells what is left. */
  #visibleFrom(held: HeldChat | undefined): number {
    return (this.me && held?.members.get(this.me.id)?.visibleFrom) ?? 0
  }

  /** Late rows from before the person came back to a group are not stored. */
  #visible(held: HeldChat, messages: readonly Message[]): readonly Message[] {
    const from = this.#visibleFrom(held)
    return messages.every((row) => row.seq >= from) ? messages : messages.filter((row) => row.seq >= from)
  }

  #stored(chatId: ChatId, held: HeldChat): StoredChat {
    const readSeq = this.#readSeqs.get(chatId)
    const here = { cameAt: this.cameAt(chatId), ...(readSeq !== undefined && { readSeq }) }
    return toStore(held, here, this.reader(chatId))
  }

  #writeUser({
    states,
    hidden,
    reactions,
    played,
    friends,
  }: Pick<UserDelta, 'states' | 'hidden' | 'reactions' | 'played' | 'friends'>): void {
    if (this.user?.me === undefined) return
    const { rev, me, preferences, sessions } = this.user
    this.#write({
      user: { rev, me, ...(preferences && { preferences }), sessions: [...sessions.values()] },
      ...(states && { states }),
      ...(hidden && { hidden }),
      ...(reactions && { reactions }),
      ...(played && { played }),
      ...(friends && { friends }),
    })
  }

  #write(write: StoreWrite): void {
    this.#written(this.#options.store.write({ epoch: this.#epoch, ...write }, 'soon'))
  }

  /** The cache may be lost: the server has it all. */
  #written(done: Promise<void>): void {
    done.catch(() => undefined)
  }
}
