import type { Chat, ChatState, Friend, Input, SystemBody, UserId } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { storedReadings } from '../lib/pinyin'
import type { Newcomers } from '../moderation/newcomers'
import type { SendRules } from '../moderation/send-rules'
import type { OwnPreferences } from '../preferences/own-preferences'
import { pairStandingOf } from '../storage/append/pair-standing'
import type { Database, Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import { selectSharing } from '../storage/queries/shared-chats'
import type { PairStanding } from '../storage/schema'
import { refuseClosed } from '../users/closed-users'
import type { UserRef, Users } from '../users/users'
import type { Change, Side, Sides } from './changes'
import * as changes from './changes'
import * as store from './store'

/** Direct chats, as far as friendships change them; for users whom the transaction has locked. */
export interface PairChats {
  openDirectIn(tx: Transaction, pair: readonly [UserRef, UserRef]): Promise<{ chat: Chat; state: ChatState }>
  greetIn(tx: Transaction, pair: readonly [UserRef, UserRef], body: SystemBody): Promise<void>
  rightsChangedIn(tx: Transaction, one: UserRef, other: UserRef): Promise<void>
  clearDirectIn(tx: Transaction, me: UserRef, peer: UserRef): Promise<void>
}

export interface FriendsOptions {
  readonly database: Database
  readonly users: Users
  readonly chats: PairChats
  readonly preferences: OwnPreferences
  readonly newcomers: Pick<Newcomers, 'countRequest'>
  readonly sendRules: Pick<SendRules, 'isKnown' | 'know' | 'checkNote'>
}

/** A person and another, both locked, and what they are to each other. */
interface Pair {
  readonly me: UserRef
  readonly them: UserRef
  readonly sides: { readonly own: store.FriendRow | undefined; readonly other: store.FriendRow | undefined }
}

/** One side before or after a change. */
const standing = ({ me, them }: Pair, { own, other }: Partial<Sides>): PairStanding =>
  pairStandingOf(
    [...(own ? [{ ...own, owner_key: me.key }] : []), ...(other ? [{ ...other, owner_key: them.key }] : [])],
    me.key,
  )
const same = (a: PairStanding, b: PairStanding): boolean =>
  a.friends === b.friends && a.blocks === b.blocks && a.isBlocked === b.isBlocked

/** Friends: asking, answering, removing, blocking. Each change is decided with both people locked. */
export class Friends {
  constructor(private readonly options: FriendsOptions) {}

  /** Requests a friendship; two mutual requests make friends. */
  request(caller: Caller, input: Input<'friends.request'>): Promise<Friend> {
    const { sendRules } = this.options
    if (!sendRules.isKnown) return sendRules.know().then(() => this.request(caller, input))
    const { userId, note } = input
    return this.options.database.write(async (tx) => {
      const pair = await this.lockPair(tx, caller, userId)
      await this.requireAskable(tx, pair)
      const { friends: toFriend } = standing(pair, pair.sides)
      if (note) await sendRules.checkNote(tx, pair.me.key, { text: note, field: 'note', toFriend })
      const change = changes.request(pair.sides, tx.now, note ?? null)
      if (change.own?.state === 'requested' && pair.sides.own?.state !== 'requested')
        await this.options.newcomers.countRequest(tx, pair.me.key)
      return this.apply(tx, pair, { change })
    })
  }

  /** Accepts a request or declines it. */
  answer(caller: Caller, input: Input<'friends.answer'>): Promise<Friend> {
    const { sendRules } = this.options
    if (!sendRules.isKnown) return sendRules.know().then(() => this.answer(caller, input))
    const { userId, accept, reply } = input
    return this.options.database.write(async (tx) => {
      const pair = await this.lockPair(tx, caller, userId)
      if (reply) await sendRules.checkNote(tx, pair.me.key, { text: reply, field: 'reply', toFriend: accept })
      const change = changes.answer(pair.sides, tx.now, { accept, reply: reply ?? null })
      if (accept) await refuseClosed(tx.db, [pair.them.key], 'userId')
      return this.apply(tx, pair, { change })
    })
  }

  /** Sets a remark on a friend, or removes it. */
  remark(caller: Caller, { userId, remark }: Input<'friends.remark'>): Promise<Friend> {
    return this.change(caller, userId, (sides) => changes.rename(sides, remark ?? null))
  }

  /** Removes a friend or withdraws a request; on the caller's side alone, also with the direct chat cleared. */
  remove(caller: Caller, { userId, clear }: Input<'friends.remove'>): Promise<Friend> {
    return this.options.database.write(async (tx) => {
      const pair = await this.lockPair(tx, caller, userId)
      const friend = await this.apply(tx, pair, { change: changes.remove(pair.sides) })
      if (clear) await this.options.chats.clearDirectIn(tx, pair.me, pair.them)
      return friend
    })
  }

  /** Blocks a user without notifying them. */
  block(caller: Caller, userId: UserId): Promise<Friend> {
    return this.change(caller, userId, changes.block)
  }

  /** Ends a block. */
  unblock(caller: Caller, userId: UserId): Promise<Friend> {
    return this.change(caller, userId, changes.unblock)
  }

  /**
   * Makes a user and the maker of their invite friends, both locked, unless they are; opens their chat. `admit` runs
   * before they become friends, and throws when the invite has no uses left.
   * @throws `blocked` for whom they blocked themselves, `invite_invalid` when the maker blocked them
   */
  async followInvite(tx: Transaction, [me, inviter]: readonly [UserRef, UserRef], admit: () => Promise<void>) {
    const { chats } = this.options
    const pair = await this.pairOf(tx, me, inviter)
    const { blocks, isBlocked, friends } = standing(pair, pair.sides)
    if (blocks) throw fail('blocked')
    if (isBlocked) throw fail('invite_invalid')
    if (!friends && me.key !== inviter.key) {
      await admit()
      await this.apply(tx, pair, {
        change: changes.befriend(pair.sides, tx.now, null),
        greeting: { type: 'system', event: 'invite_accepted', userIds: [inviter.id] },
      })
    }
    return chats.openDirectIn(tx, [me, inviter])
  }

  /**
   * Refuses callers whose requests the other user doesn't accept. The other user accepts callers whom they have
   * requested or hold as a friend.
   */
  private async requireAskable(tx: Transaction, { me, them, sides: { own, other } }: Pair): Promise<void> {
    if (own && own.blocked_at !== null) return
    await refuseClosed(tx.db, [them.key], 'userId')
    if (other?.state === 'requested' || other?.state === 'friends') return
    const { askedBy } = await this.options.preferences.findPreferences(tx.db, them.key)
    if (askedBy === 'everybody') return
    if (askedBy === 'contacts' && (await selectSharing(tx.db, [them.key], [me.key])).length > 0) return
    throw fail('privacy', { field: 'userId' })
  }

  private change(caller: Caller, userId: UserId, decide: (sides: Sides, nowMs: number) => Change): Promise<Friend> {
    return this.options.database.write(async (tx) => {
      const pair = await this.lockPair(tx, caller, userId)
      return this.apply(tx, pair, { change: decide(pair.sides, tx.now) })
    })
  }

  private async lockPair(tx: Transaction, caller: Caller, userId: UserId): Promise<Pair> {
    if (userId === caller.userId)
      throw fail('invalid_params', { field: 'userId', message: 'userId: must be another person' })
    const key = (await this.options.users.keysOf(tx.db, [userId])).get(userId)
    if (key === undefined) throw fail('not_found', { field: 'userId' })
    await tx.lock({ users: [caller.userKey, key] })
    return this.pairOf(tx, { key: caller.userKey, id: caller.userId }, { key, id: userId })
  }

  private async pairOf(tx: Transaction, me: UserRef, them: UserRef): Promise<Pair> {
    const rows = await store.selectSides(tx.db, me.key, them.key)
    const of = ({ key }: UserRef) => rows.find(({ owner_key }) => owner_key === key)
    return { me, them, sides: { own: of(me), other: of(them) } }
  }

  /** Writes what changed, each side for its owner alone, and lets the direct chat know who may write now. */
  private async apply(
    tx: Transaction,
    pair: Pair,
    { change, greeting }: { readonly change: Change; readonly greeting?: SystemBody },
  ): Promise<Friend> {
    const { me, them, sides } = pair
    const { chats } = this.options
    const own = change.own
      ? await this.put(tx, [me, them], change.own)
      : sides.own && store.toFriend(sides.own, them.id)
    if (change.other) await this.put(tx, [them, me], change.other)
    if (change.befriended)
      await chats.greetIn(
        tx,
        [me, them],
        greeting ?? { type: 'system', event: 'friends_now', userIds: [me.id, them.id] },
      )
    else if (!same(standing(pair, sides), standing(pair, { ...sides, ...change })))
      await chats.rightsChangedIn(tx, me, them)
    if (!own) throw fail('internal')
    return own
  }

  private async put(tx: Transaction, [owner, peer]: readonly [UserRef, UserRef], side: Side): Promise<Friend> {
    const rev = await raiseUserRev(tx, owner.key)
    const { state, remark, note, blocked_at, since } = side
    const remark_pinyin = remark === null ? null : await storedReadings(remark)
    const row = { owner_key: owner.key, peer_key: peer.key, state, remark, remark_pinyin, note, blocked_at, since, rev }
    await store.putSide(tx.db, row)
    const friend = store.toFriend(row, peer.id)
    const users = await this.options.users.rowsByKeys(tx.db, [peer.key])
    tx.publish({
      kind: 'user',
      userId: owner.id,
      delta: { from: rev - 1, rev, friends: [friend], users },
      presence: true,
    })
    return friend
  }
}
