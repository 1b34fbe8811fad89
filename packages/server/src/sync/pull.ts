import { type ChatDelta, type ChatId, type Input, limits, type Result, type UserDelta } from '@parley/protocol'
import type { AccessCache } from '../chats/access'
import type { Caller } from '../lib/caller'
import { toId } from '../lib/uuid-bytes'
import type { Sessions } from '../sessions/sessions'
import type { Database, Queries } from '../storage/database'
import type { Users } from '../users/users'
import type { ChatDeltas } from './chat-deltas'
import * as store from './store'

export interface PullOptions {
  readonly database: Database
  readonly access: AccessCache
  readonly deltas: ChatDeltas
  readonly users: Users
  readonly sessions: Sessions
}

/** Brings a client up to date in one call, or a few. */
export class Pull {
  constructor(private readonly options: PullOptions) {}

  pull(caller: Caller, input: Input<'sync.pull'>): Promise<Result<'sync.pull'>> {
    const { database } = this.options
    return database.read(async (db) => {
      const user = await this.userDelta(db, caller.userKey, input.user)
      const { chats, more } = await this.chatDeltas(db, caller.userKey, input)
      return { epoch: database.epoch, ...(user ? { user } : {}), chats, more }
    })
  }

  /** What changed under the user's own rev; undefined when nothing did. */
  async userDelta(db: Queries, userKey: number, since: number): Promise<UserDelta | undefined> {
    const row = await store.selectUserRevs(db, userKey)
    if (!row || row.rev === since) return undefined
    const from = since > row.rev ? 0 : since
    const me = row.profile_rev > from ? await this.options.users.me(db, userKey) : undefined
    const states = await store.selectStates(db, userKey, from)
    const sessions = await this.options.sessions.changedSince(db, userKey, from)
    return {
      ...{ from, rev: row.rev },
      ...(me ? { me } : {}),
      ...(states.length > 0 ? { states } : {}),
      ...(sessions.length > 0 ? { sessions } : {}),
    }
  }

  private async chatDeltas(db: Queries, userKey: number, input: Input<'sync.pull'>) {
    const held: Readonly<Partial<Record<ChatId, number>>> = input.chats
    const moved: { head: store.ChatHead; chatId: ChatId; since: number }[] = []
    for (const head of await store.selectHeads(db, userKey)) {
      const chatId = toId<ChatId>(head.id)
      const since = held[chatId] ?? (input.last ? 0 : undefined)
      if (since !== undefined && since !== store.reachableRev(head)) moved.push({ head, chatId, since })
    }
    moved.sort((a, b) => store.movedAt(b.head) - store.movedAt(a.head))
    const keys = moved.slice(0, limits.syncChats).map(({ head }) => head.key)
    const readSeqs = await store.selectReadSeqs(db, userKey, keys)
    const chats: ChatDelta[] = []
    let [bytes, withMessages] = [0, 0]
    for (const { head, chatId, since } of moved) {
      if (chats.length >= limits.syncChats || bytes >= limits.syncBytes) return { chats, more: true }
      const range = await this.options.access.readable(db, chatId, userKey)
      if (!range) continue
      const readSeq = readSeqs.get(head.key)
      const headsOnly = since === 0 && withMessages++ >= limits.syncChatsWithMessages
      const delta = await this.options.deltas.deltaFor(db, {
        ...{ userKey, range, since, ...(readSeq === undefined ? {} : { readSeq }) },
        ...(headsOnly ? { snapshotMessages: 0 } : {}),
      })
      bytes += JSON.stringify(delta).length
      chats.push(delta)
    }
    return { chats, more: false }
  }
}
