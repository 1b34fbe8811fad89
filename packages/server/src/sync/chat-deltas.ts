import { type Chat, type ChatDelta, type ChatId, limits, type Message, type User, type View } from '@parley/protocol'
import type { AccessCache, Readable } from '../chats/access'
import type { GroupMembers, Place } from '../groups/group-members'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { History } from '../messages/history'
import type { Database, Queries } from '../storage/database'
import type { Users } from '../users/users'
import { selectReadSeq } from './store'
import { isTooMuch } from './too-much'

export interface ChatDeltasOptions {
  readonly database: Database
  readonly access: AccessCache
  readonly history: History
  readonly members: GroupMembers
  readonly users: Users
}

/** Whose view of which chat, and from which rev. */
export interface Wanted {
  readonly userKey: number
  readonly range: Readable
  readonly since: number
  /** Messages that a snapshot holds; without any, the view alone shows the last one. */
  readonly snapshotMessages?: number
  /** The read cursor, where the caller knows it already. */
  readonly readSeq?: number
}

interface Rows {
  readonly from: number
  readonly chat: Chat | undefined
  readonly places: readonly Place[]
  readonly messages: readonly Message[]
}

/** What changed in a chat, as one member may see it. */
export class ChatDeltas {
  constructor(private readonly options: ChatDeltasOptions) {}

  changes(caller: Caller, chatId: ChatId, since: number): Promise<ChatDelta> {
    return this.options.database.read(async (db) => {
      const range = await this.options.access.readable(db, chatId, caller.userKey)
      if (!range) throw fail('not_found')
      return this.deltaFor(db, { userKey: caller.userKey, range, since })
    })
  }

  /** The delta from a rev with the view, or a snapshot where a delta is too much or would not fit. */
  async deltaFor(db: Queries, wanted: Wanted): Promise<ChatDelta> {
    const { range, since } = wanted
    const rows = (await this.changed(db, wanted)) ?? (await this.snapshot(db, wanted))
    const view = await this.view(db, wanted, rows.messages)
    const { chatId } = range
    return {
      chatId,
      from: rows.from === 0 ? 0 : since,
      rev: range.head.rev,
      ...(rows.chat ? { chat: rows.chat } : {}),
      ...(rows.places.length > 0 ? { members: rows.places.map(({ member }) => member) } : {}),
      ...(rows.messages.length > 0 ? { messages: [...rows.messages] } : {}),
      view,
      users: await this.people(db, rows, view),
    }
  }

  /** Rows changed since; undefined when a snapshot has to be answered. */
  private async changed(db: Queries, { range, since }: Wanted): Promise<Rows | undefined> {
    const { head, memberRow } = range
    if (since === 0 || since > head.rev) return undefined
    if (since === head.rev) return { from: since, chat: undefined, places: [], messages: [] }
    // The own place changed: what may be seen may be another range.
    if (memberRow && memberRow.rev > since) return undefined
    const limit = limits.deltaRows + 1
    const messages = await this.options.history.changedSince(db, range, { since, rev: head.rev, limit })
    const places = range.kind === 'group' ? await this.options.members.changedSince(db, range, { since, limit }) : []
    if (isTooMuch({ messages, places })) return undefined
    const chat = range.row.row_rev > since ? await this.options.access.chatOf(db, range) : undefined
    return { from: since, chat, places, messages }
  }

  private async snapshot(db: Queries, { range, userKey, snapshotMessages }: Wanted): Promise<Rows> {
    const { access, history, members } = this.options
    const limit = snapshotMessages ?? limits.snapshotMessages
    const former = range.memberRow !== undefined && range.memberRow.left_seq !== null
    const places = async () => {
      if (range.kind !== 'group') return []
      if (former) return members.own(db, range, userKey)
      return members.first(db, range, { userKey, limit: limits.snapshotMembers })
    }
    return {
      from: 0,
      chat: await access.chatOf(db, range),
      places: await places(),
      messages: limit > 0 ? await history.newest(db, range, limit) : [],
    }
  }

  private async view(db: Queries, wanted: Wanted, messages: readonly Message[]): Promise<View> {
    const { range, userKey } = wanted
    const { history } = this.options
    const readSeq = wanted.readSeq ?? (await selectReadSeq(db, userKey, range.chatKey))
    const newest = messages.at(-1)
    const last = newest?.seq === range.head.seq ? newest : (await history.newest(db, range, 1))[0]
    const unread =
      readSeq >= range.head.seq
        ? 0
        : await history.countUnread(db, range, { userKey, readSeq, limit: limits.unreadMax })
    return { ...(last ? { last } : {}), unread, mentions: 0, readSeq, atRev: range.head.rev }
  }

  /** Everybody whom these rows refer to. */
  private async people(db: Queries, rows: Rows, view: View): Promise<User[]> {
    const { users } = this.options
    const ids = new Set(rows.messages.map((message) => message.senderId))
    if (view.last) ids.add(view.last.senderId)
    for (const id of rows.chat?.peerIds ?? []) ids.add(id)
    for (const message of view.last ? [...rows.messages, view.last] : rows.messages)
      if (message.body.type === 'system') for (const id of message.body.userIds ?? []) ids.add(id)
    const keys = await users.keysOf(db, [...ids])
    return users.rowsByKeys(db, [...keys.values(), ...rows.places.map(({ userKey }) => userKey)])
  }
}
