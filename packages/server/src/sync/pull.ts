import { type ChatDelta, type ChatId, type Input, limits, type Result, type UserDelta } from '@parley/protocol'
import type { AccessCache } from '../chats/access'
import type { Friendships } from '../friends/friendships'
import type { Caller } from '../lib/caller'
import { Turns } from '../lib/turns'
import { toId } from '../lib/uuid-bytes'
import type { ReactionHistory } from '../messages/reaction-history'
import type { OwnPreferences } from '../preferences/own-preferences'
import type { Sessions } from '../sessions/sessions'
import type { Database, Queries } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import type { ChatDeltas, Wanted } from './chat-deltas'
import * as store from './store'

export interface PullOptions {
  readonly database: Database
  readonly access: AccessCache
  readonly deltas: ChatDeltas
  readonly users: Users
  readonly sessions: Sessions
  readonly friendships: Friendships
  readonly preferences: OwnPreferences
  readonly reactions: ReactionHistory
}

/** Chats that are read together. */
const CHATS_AT_ONCE = 32

/**
 * Clients that hold nothing yet and are told everything, at a time: each answer may be as long as `limits.syncBytes`. When all come
 * like that at once (a copied store has a new epoch), the others wait instead of filling the memory.
 */
const WHOLE_AT_ONCE = 8

/** A chat in which somebody is behind. */
interface Moved extends Pick<Wanted, 'since' | 'snapshotMessages'> {
  readonly chatKey: number
}

/** Brings a client up to date in one call, or a few. */
export class Pull {
  private readonly whole = new Turns(WHOLE_AT_ONCE)

  constructor(private readonly options: PullOptions) {}

  pull(caller: Caller, input: Input<'sync.pull'>): Promise<Result<'sync.pull'>> {
    const holdsNothing = input.last && Object.keys(input.chats).length === 0
    return holdsNothing ? this.whole.take(() => this.read(caller, input)) : this.read(caller, input)
  }

  private read(caller: Caller, input: Input<'sync.pull'>): Promise<Result<'sync.pull'>> {
    const { database } = this.options
    return database.read(async (db) => {
      const user = await this.userDelta(db, caller.userKey, input.user)
      const { chats, more } = await this.chatDeltas(db, { key: caller.userKey, id: caller.userId }, input)
      return { epoch: database.epoch, ...(user ? { user } : {}), chats, more }
    })
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
      ...(sessions.length > 0 ? { sessions } : {}),
      ...(friends.length > 0 ? { friends, users } : {}),
    }
  }

  private async chatDeltas(db: Queries, reader: UserRef, input: Input<'sync.pull'>) {
    const moved = await this.moved(db, reader.key, input)
    const chats: ChatDelta[] = []
    let bytes = 0
    // Some at a time: what would not fit is not read.
    for (let at = 0; at < moved.length && chats.length < limits.syncChats; at += CHATS_AT_ONCE) {
      if (bytes >= limits.syncBytes) return { chats, more: true }
      const wanted = await this.wanted(db, reader.key, moved.slice(at, at + CHATS_AT_ONCE))
      for (const delta of await this.options.deltas.deltas(db, reader, wanted)) {
        if (chats.length >= limits.syncChats || bytes >= limits.syncBytes) return { chats, more: true }
        bytes += JSON.stringify(delta).length
        chats.push(delta)
      }
    }
    return { chats, more: moved.length > limits.syncChats }
  }

  /** The chats in which the caller is behind, the latest first. */
  private async moved(db: Queries, userKey: number, input: Input<'sync.pull'>): Promise<readonly Moved[]> {
    const held: Readonly<Partial<Record<ChatId, number>>> = input.chats
    const moved: (Omit<Moved, 'snapshotMessages'> & { at: number })[] = []
    for (const { key: chatKey, id, rev, at } of await store.selectHeads(db, userKey)) {
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
