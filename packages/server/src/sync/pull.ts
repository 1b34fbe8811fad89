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
import type { AccessCache } from '../chats/access'
import type { Friendships } from '../friends/friendships'
import { Cache } from '../lib/cache'
import type { Caller } from '../lib/caller'
import { Encoded } from '../lib/encoded'
import { Turns } from '../lib/turns'
import { lastByte, toId } from '../lib/uuid-bytes'
import { playedSince } from '../messages/playing'
import type { ReactionHistory } from '../messages/reaction-history'
import type { OwnPreferences } from '../preferences/own-preferences'
import type { Sessions } from '../sessions/sessions'
import type { Database, Queries } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import type { ChatDeltas, Wanted } from './chat-deltas'
import { canBeDelta } from './chat-rows'
import { Snapshots, type SnapshotsOptions, type Telling } from './snapshots'
import * as store from './store'
import { Told } from './told'

export interface PullOptions extends SnapshotsOptions {
  readonly database: Database
  readonly access: AccessCache
  readonly deltas: ChatDeltas
  readonly users: Users
  readonly sessions: Sessions
  readonly friendships: Friendships
  readonly preferences: OwnPreferences
  readonly reactions: ReactionHistory
  /** Charges an account for chats that were looked through. */
  readonly charge: (userId: UserId, chats: number) => void
}

/** Chats that are read together. Between two of these reads everybody else has a turn. */
const CHATS_AT_ONCE = 16

/**
 * Clients that hold nothing yet and are told everything, at a time: each answer may be as long as `limits.syncBytes`. When all come
 * like that at once (a copied store has a new epoch), the others wait instead of filling the memory.
 */
const WHOLE_AT_ONCE = 8

/** People whose many chats are remembered. */
const REMEMBERED = 10_000

/** A chat in which somebody is behind. */
interface Moved extends Pick<Wanted, 'since' | 'snapshotMessages'> {
  readonly chatKey: number
}

/** Brings a client up to date in one call, or a few. */
export class Pull {
  private readonly whole = new Turns(WHOLE_AT_ONCE)
  private readonly snapshots: Snapshots
  /** People with more chats than one call can name, by key, as far as they said so lately. */
  private readonly inThousands = new Cache<number, true>({ maxEntries: REMEMBERED })

  constructor(private readonly options: PullOptions) {
    this.snapshots = new Snapshots(options)
  }

  pull(caller: Caller, input: Input<'sync.pull'>): Promise<Encoded<Result<'sync.pull'>>> {
    const holdsNothing = input.last && Object.keys(input.chats).length === 0
    return holdsNothing ? this.whole.take(() => this.read(caller, input)) : this.read(caller, input)
  }

  /**
   * Reads in several snapshots, so that nobody waits for the whole of it. Each chat is told as of its own rev, which is the
   * later the later it is read; what happens meanwhile is pushed.
   */
  private async read(caller: Caller, input: Input<'sync.pull'>): Promise<Encoded<Result<'sync.pull'>>> {
    const { database } = this.options
    const reader = { key: caller.userKey, id: caller.userId }
    const { user, moved, differ } = await database.read(async (db) => {
      const user = await this.userDelta(db, caller.userKey, input.user)
      const heads = await this.heads(db, reader, input)
      const differ = input.sums && (await this.differing(db, reader, input.sums))
      return { user, moved: movedIn(heads, input), differ }
    })
    const { chats, more } = await this.chatDeltas(reader, moved)
    const rest = { epoch: database.epoch, ...(user ? { user } : {}), ...(differ ? { differ } : {}), more }
    return new Encoded(`{"chats":[${chats.join(',')}],${JSON.stringify(rest).slice(1)}`)
  }

  /**
   * The heads of the chats that a call is about. Mostly a client names all that it has, and one lookup by person brings them; of
   * thousands it compared the sums before, and names a few.
   */
  private async heads(db: Queries, { key, id }: UserRef, { chats, last }: Input<'sync.pull'>) {
    const named = Object.keys(chats) as ChatId[]
    const few = !last && (named.length === 0 || this.inThousands.peek(key))
    const heads = await (few ? store.selectHeadsOf(db, key, named) : store.selectHeads(db, key))
    this.options.charge(id, heads.length)
    return heads
  }

  /** The parts in which somebody holds other revs. Mostly nothing has changed: then the database adds up the revs, and no row is read. */
  private async differing(db: Queries, { key, id }: UserRef, sums: readonly number[]): Promise<number[]> {
    const { chats, revs } = await store.selectSum(db, key)
    this.options.charge(id, chats)
    if (chats > limits.syncChats) this.inThousands.set(key, true)
    if (revs === sums.reduce((sum, one) => sum + one, 0)) return []
    const heads = await store.selectHeads(db, key)
    const right = sumsOf(heads)
    return right.flatMap((sum, part) => (sum === sums[part] ? [] : part))
  }

  /** What changed under the user's own rev; undefined when nothing did. */
  async userDelta(db: Queries, userKey: number, since: number): Promise<UserDelta | undefined> {
    const row = await store.selectUserRevs(db, userKey)
    if (!row || row.rev === since) return undefined
    const from = since > row.rev ? 0 : since
    const me = row.profile_rev > from ? await this.options.users.me(db, userKey) : undefined
    const chosen = await this.options.preferences.of(db, userKey)
    const states = await store.selectStates(db, userKey, from)
    const hidden = await store.selectHidden(db, userKey, from)
    const played = await playedSince(db, userKey, from)
    const sessions = await this.options.sessions.changedSince(db, userKey, from)
    const { friends, peers } = await this.options.friendships.changedSince(db, userKey, from)
    const users = await this.options.users.rowsByKeys(db, peers)
    const reactions = await this.options.reactions.own(db, userKey, from)
    return {
      ...{ from, rev: row.rev },
      ...(me ? { me } : {}),
      ...(chosen.rev > from ? { preferences: chosen } : {}),
      ...(states.length > 0 ? { states } : {}),
      ...(hidden.length > 0 ? { hidden } : {}),
      ...(reactions.length > 0 ? { reactions } : {}),
      ...(played.length > 0 ? { played } : {}),
      ...(sessions.length > 0 ? { sessions } : {}),
      ...(friends.length > 0 ? { friends, users } : {}),
    }
  }

  private async chatDeltas(reader: UserRef, moved: readonly Moved[]) {
    const chats: string[] = []
    const told = new Told()
    let characters = 0
    // Some at a time: what would not fit is not read.
    for (let at = 0; at < moved.length && chats.length < limits.syncChats; at += CHATS_AT_ONCE) {
      if (characters >= limits.syncBytes) return { chats, more: true }
      if (at > 0) await nextTurn()
      for (const tell of await this.tellings(reader, told, moved.slice(at, at + CHATS_AT_ONCE))) {
        if (chats.length >= limits.syncChats || characters >= limits.syncBytes) return { chats, more: true }
        const text = tell(told)
        characters += text.length
        chats.push(text)
      }
    }
    return { chats, more: moved.length > limits.syncChats }
  }

  /** What there is to tell of some chats, in their order. */
  private tellings(reader: UserRef, told: Told, moved: readonly Moved[]): Promise<Telling[]> {
    const { database, deltas } = this.options
    return database.read(async (db) => {
      const wanted = await this.wanted(db, reader.key, moved)
      const whole = wanted.filter((one) => one.range.member && !canBeDelta(one))
      const shared = whole.length > 0 ? await this.snapshots.read(db, { reader, told }, whole) : nothingShared
      const others = wanted.filter(({ range }) => !shared.has(range.chatKey))
      const read = await deltas.deltas(db, { reader, marks: 'direct' }, others)
      const byId = new Map(read.map((delta) => [delta.chatId, delta]))
      return wanted.flatMap(({ range }) => {
        const delta = byId.get(range.chatId)
        return shared.get(range.chatKey) ?? (delta ? (toldBefore: Told) => textOf(delta, toldBefore) : [])
      })
    })
  }

  private async wanted(db: Queries, userKey: number, moved: readonly Moved[]): Promise<readonly Wanted[]> {
    const keys = moved.map(({ chatKey }) => chatKey)
    const ranges = await this.options.access.readables(db, userKey, keys)
    const cursorOf = await store.selectCursors(db, userKey, keys)
    return moved.flatMap(({ chatKey, ...one }) => {
      const range = ranges.get(chatKey)
      return range ? [{ ...one, ...cursorOf(chatKey), range }] : []
    })
  }
}

const nothingShared: ReadonlyMap<number, Telling> = new Map()

const textOf = (delta: ChatDelta, told: Told): string =>
  JSON.stringify({ ...delta, users: told.news(delta.users ?? []) })

const sumsOf = (heads: readonly store.ChatHead[]): number[] => {
  const sums = Array.from({ length: limits.syncParts }, () => 0)
  for (const { id, rev } of heads) {
    const part = lastByte(id)
    sums[part] = (sums[part] ?? 0) + rev
  }
  return sums
}

/** The chats in which a client is behind, the latest first. */
const movedIn = (heads: readonly store.ChatHead[], input: Input<'sync.pull'>): readonly Moved[] => {
  const held: Readonly<Partial<Record<ChatId, number>>> = input.chats
  const moved: (Omit<Moved, 'snapshotMessages'> & { at: number })[] = []
  for (const { key: chatKey, id, rev, at } of heads) {
    const since = held[toId<ChatId>(id)] ?? (input.last ? 0 : undefined)
    if (since !== undefined && since !== rev) moved.push({ chatKey, since, at })
  }
  // Of the same moment the younger chat comes first, whatever order the database has them in.
  moved.sort((a, b) => b.at - a.at || b.chatKey - a.chatKey)
  let withMessages = 0
  return moved.map(({ chatKey, since }) => {
    const headOnly = since === 0 && withMessages++ >= limits.syncChatsWithMessages
    return { chatKey, since, snapshotMessages: headOnly ? 0 : limits.snapshotMessages }
  })
}
