import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  type ChatDelta,
  type ChatId,
  type Input,
  limits,
  type Result,
  type UserDelta,
  type UserId,
} from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import type { Friendships } from '../friends/friendships'
import { Cache } from '../lib/cache'
import type { Caller } from '../lib/caller'
import { Encoded } from '../lib/encoded'
import { Semaphore } from '../lib/semaphore'
import { lastByte, toId } from '../lib/uuid-bytes'
import { playedSince } from '../messages/playing'
import type { ReactionHistory } from '../messages/reaction-history'
import type { OwnPreferences } from '../preferences/own-preferences'
import type { Sessions } from '../sessions/sessions'
import type { Database, Queries } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import type { ChatDeltas, Wanted } from './chat-deltas'
import { canBeDelta } from './chat-rows'
import { SentProfiles } from './sent-profiles'
import { type ChatEncoder, Snapshots, type SnapshotsOptions } from './snapshots'
import * as store from './store'

export interface PullOptions extends SnapshotsOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly deltas: ChatDeltas
  readonly users: Users
  readonly sessions: Sessions
  readonly friendships: Friendships
  readonly preferences: OwnPreferences
  readonly reactions: ReactionHistory
  /** Charges an account for scanned chats. */
  readonly charge: (userId: UserId, chats: number) => void
}

/** Chats that are read together. Other calls run between two of these reads. */
const CHATS_AT_ONCE = 16

/**
 * The most concurrent full syncs of clients without data: each response may be as long as `limits.syncBytes`. When all
 * clients come like that at once (a copied store has a new epoch), the others wait instead of filling the memory.
 */
const WHOLE_AT_ONCE = 8

/** The most users with a remembered list of chats. */
const REMEMBERED = 10_000

/** A chat in which a client is stale. */
interface Moved extends Pick<Wanted, 'since' | 'snapshotMessages'> {
  readonly chatKey: number
}

/** Brings a client up to date in one call, or a few. */
export class Pull {
  private readonly whole = new Semaphore(WHOLE_AT_ONCE)
  private readonly snapshots: Snapshots
  /** Users with more chats than one call can name, by key, as far as they recently said so. */
  private readonly inThousands = new Cache<number, true>({ maxEntries: REMEMBERED })

  constructor(private readonly options: PullOptions) {
    this.snapshots = new Snapshots(options)
  }

  pullChanges(caller: Caller, input: Input<'sync.pull'>): Promise<Encoded<Result<'sync.pull'>>> {
    const holdsNothing = input.last && Object.keys(input.chats).length === 0
    return holdsNothing ? this.whole.take(() => this.read(caller, input)) : this.read(caller, input)
  }

  /**
   * Reads in several snapshots, so that other calls don't wait for all of them. Each chat is returned as of its own
   * rev; later reads have later revs. Changes meanwhile are pushed.
   */
  private async read(caller: Caller, input: Input<'sync.pull'>): Promise<Encoded<Result<'sync.pull'>>> {
    const { database } = this.options
    const reader = { key: caller.userKey, id: caller.userId }
    const { user, moved, differ } = await database.read(async (db) => {
      const [user, heads, differ] = await Promise.all([
        this.userDelta(db, caller.userKey, input.user),
        this.heads(db, reader, input),
        input.sums && this.differing(db, reader, input.sums),
      ])
      return { user, moved: movedIn(heads, input), differ }
    })
    const { chats, more } = await this.chatDeltas(reader, moved)
    const rest = { epoch: database.epoch, ...(user ? { user } : {}), ...(differ ? { differ } : {}), more }
    return new Encoded(`{"chats":[${chats.join(',')}],${JSON.stringify(rest).slice(1)}`)
  }

  /**
   * The heads of a call's chats. Usually a client names all of its chats, and one lookup by user reads them. A client
   * with thousands compared the sums before, and names a few.
   */
  private async heads(db: Queries, { key, id }: UserRef, { chats, last }: Input<'sync.pull'>) {
    const named = Object.keys(chats) as ChatId[]
    const few = !last && (named.length === 0 || this.inThousands.peek(key))
    const heads = await (few ? store.selectHeadsOf(db, key, named) : store.selectHeads(db, key))
    this.options.charge(id, heads.length)
    return heads
  }

  /**
   * The parts in which a client holds other revs. Usually nothing has changed: then the database adds up the revs, and
   * no row is read.
   */
  private async differing(db: Queries, { key, id }: UserRef, sums: readonly number[]): Promise<number[]> {
    const { chats, revs } = await store.selectSum(db, key)
    this.options.charge(id, chats)
    if (chats > limits.syncChats) this.inThousands.set(key, true)
    if (revs === sums.reduce((sum, one) => sum + one, 0)) return []
    const heads = await store.selectHeads(db, key)
    const right = sumsOf(heads)
    return right.flatMap((sum, part) => (sum === sums[part] ? [] : part))
  }

  /** Changes under the user's own rev; undefined without any. */
  async userDelta(db: Queries, userKey: number, since: number): Promise<UserDelta | undefined> {
    const row = await store.selectUserRevs(db, userKey)
    if (!row || row.rev === since) return undefined
    const from = since > row.rev ? 0 : since
    const { users, preferences, reactions: stored } = this.options
    const [me, chosen, states, hidden, played, sessions, { friends, users: peers }, reactions] = await Promise.all([
      row.profile_rev > from ? users.me(db, userKey) : undefined,
      preferences.findPreferences(db, userKey),
      store.selectStates(db, userKey, from),
      store.selectHidden(db, userKey, from),
      playedSince(db, userKey, from),
      this.options.sessions.changedSince(db, userKey, from),
      this.friends(db, userKey, from),
      stored.readOwn(db, userKey, from),
    ])
    return {
      from,
      rev: row.rev,
      ...(me ? { me } : {}),
      ...(chosen.rev > from ? { preferences: chosen } : {}),
      ...(states.length > 0 ? { states } : {}),
      ...(hidden.length > 0 ? { hidden } : {}),
      ...(reactions.length > 0 ? { reactions } : {}),
      ...(played.length > 0 ? { played } : {}),
      ...(sessions.length > 0 ? { sessions } : {}),
      ...(friends.length > 0 ? { friends, users: peers } : {}),
    }
  }

  private async friends(db: Queries, userKey: number, since: number) {
    const { friends, peers } = await this.options.friendships.changedSince(db, userKey, since)
    return { friends, users: await this.options.users.rowsByKeys(db, peers) }
  }

  private async chatDeltas(reader: UserRef, moved: readonly Moved[]) {
    const chats: string[] = []
    const sent = new SentProfiles()
    let characters = 0
    // A few at a time, so that chats that would not fit are not read.
    for (let at = 0; at < moved.length && chats.length < limits.syncChats; at += CHATS_AT_ONCE) {
      if (characters >= limits.syncBytes) return { chats, more: true }
      if (at > 0) await nextTurn()
      for (const encode of await this.encoders(reader, sent, moved.slice(at, at + CHATS_AT_ONCE))) {
        if (chats.length >= limits.syncChats || characters >= limits.syncBytes) return { chats, more: true }
        const text = encode(sent)
        characters += text.length
        chats.push(text)
      }
    }
    return { chats, more: moved.length > limits.syncChats }
  }

  /** The encoders of some chats, in their order. */
  private encoders(reader: UserRef, sent: SentProfiles, moved: readonly Moved[]): Promise<ChatEncoder[]> {
    const { database, deltas } = this.options
    return database.read(async (db) => {
      const wanted = await this.wanted(db, reader.key, moved)
      const whole = wanted.filter((one) => one.range.member && !canBeDelta(one))
      const shared = whole.length > 0 ? await this.snapshots.readSnapshots(db, { reader, sent }, whole) : nothingShared
      const others = wanted.filter(({ range }) => !shared.has(range.chatKey))
      const read = await deltas.readDeltas(db, { reader, marks: 'direct' }, others)
      const byId = new Map(read.map((delta) => [delta.chatId, delta]))
      return wanted.flatMap(({ range }) => {
        const delta = byId.get(range.chatId)
        return shared.get(range.chatKey) ?? (delta ? (sentBefore: SentProfiles) => textOf(delta, sentBefore) : [])
      })
    })
  }

  private async wanted(db: Queries, userKey: number, moved: readonly Moved[]): Promise<readonly Wanted[]> {
    const keys = moved.map(({ chatKey }) => chatKey)
    const [ranges, cursorOf] = await Promise.all([
      this.options.access.findReadables(db, userKey, keys),
      store.selectCursors(db, userKey, keys),
    ])
    return moved.flatMap(({ chatKey, ...one }) => {
      const range = ranges.get(chatKey)
      return range ? [{ ...one, ...cursorOf(chatKey), range }] : []
    })
  }
}

const nothingShared: ReadonlyMap<number, ChatEncoder> = new Map()

const textOf = (delta: ChatDelta, sent: SentProfiles): string =>
  JSON.stringify({ ...delta, users: sent.addMissing(delta.users ?? []) })

const sumsOf = (heads: readonly store.ChatHead[]): number[] => {
  const sums = Array.from({ length: limits.syncParts }, () => 0)
  for (const { id, rev } of heads) {
    const part = lastByte(id)
    sums[part] = (sums[part] ?? 0) + rev
  }
  return sums
}

/** The chats in which a client is stale, the latest first. */
const movedIn = (heads: readonly store.ChatHead[], input: Input<'sync.pull'>): readonly Moved[] => {
  const held: Readonly<Partial<Record<ChatId, number>>> = input.chats
  const moved: (Omit<Moved, 'snapshotMessages'> & { at: number })[] = []
  for (const { key: chatKey, id, rev, at } of heads) {
    const since = held[toId<ChatId>(id)] ?? (input.last ? 0 : undefined)
    if (since !== undefined && since !== rev) moved.push({ chatKey, since, at })
  }
  // With equal times the younger chat comes first, independent of the database's order.
  moved.sort((a, b) => b.at - a.at || b.chatKey - a.chatKey)
  let withMessages = 0
  return moved.map(({ chatKey, since }) => {
    const headOnly = since === 0 && withMessages++ >= limits.syncChatsWithMessages
    return { chatKey, since, snapshotMessages: headOnly ? 0 : limits.snapshotMessages }
  })
}
