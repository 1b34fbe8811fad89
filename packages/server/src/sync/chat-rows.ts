import type { Chat, Message, Reactions, UserId } from '@parley/protocol'
import type { ChatAccess, Readable } from '../chats/access'
import { type GroupMembers, ownPlace, type Place } from '../groups/group-members'
import type { Found, History } from '../messages/history'
import type { ReactionHistory, ReactionRange } from '../messages/reaction-history'
import type { Queries } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import { isTooMuch } from './too-much'

/** A user's view of a chat, from a rev on. */
export interface Wanted {
  readonly range: Readable
  /** The client's rev; 0 without data. */
  readonly since: number
  readonly readSeq: number
  /** The rev of the newest message that this user hid here; 0 for none. */
  readonly hiddenRev: number
  /** Messages in a snapshot. Without any, the view alone shows the last one. */
  readonly snapshotMessages: number
}

/** The rows to send about one chat. */
export interface Rows {
  /** The rev that they start from; 0 for a snapshot. */
  readonly from: number
  readonly chat: Chat | undefined
  readonly places: readonly Place[]
  readonly messages: readonly Message[]
  readonly reactions: readonly Reactions[]
  readonly last: Message | undefined
  readonly unread: number
  readonly mentions: Found['mentions']
}

export interface ChatRowsOptions {
  readonly access: ChatAccess
  readonly history: History
  readonly members: GroupMembers
  readonly reactions: ReactionHistory
  readonly users: Users
}

/** Reads changes of many chats with a few queries. */
export class ChatRows {
  constructor(private readonly options: ChatRowsOptions) {}

  /** Changed rows, or a snapshot where they are too many or would not fit; in the order of the requests. */
  async readRows(db: Queries, reader: UserRef, wanted: readonly Wanted[]): Promise<Rows[]> {
    const asked = wanted.map((one) => (canBeDelta(one) ? one : { ...one, since: 0 }))
    const rows = await this.load(db, reader, asked)
    const again = asked.filter((one, at) => one.since > 0 && isTooMuch(rows[at] ?? nothing))
    if (again.length === 0) return rows
    const snapshots = await this.load(
      db,
      reader,
      again.map((one) => ({ ...one, since: 0 })),
    )
    const byAsked = new Map(again.map((one, at) => [one, snapshots[at]]))
    return rows.map((row, at) => byAsked.get(asked[at] as Wanted) ?? row)
  }

  private async load(db: Queries, reader: UserRef, wanted: readonly Wanted[]): Promise<Rows[]> {
    const readings = wanted.map(({ snapshotMessages: newest, ...one }) => ({ ...one, newest }))
    const found = await this.options.history.readChanges(db, reader, readings)
    const places = await this.places(db, reader, { wanted, found })
    const reactions = await this.options.reactions.readChanges(
      db,
      wanted.flatMap((one) => reactionsOf(one, found.get(one.range.chatKey)) ?? []),
    )
    const changed = wanted.filter(({ range, since }) => range.row.row_rev > since)
    const chats = await this.options.access.chatsOf(
      db,
      changed.map(({ range }) => range),
    )
    return wanted.map(({ range: { chatKey }, since }) => ({
      ...(found.get(chatKey) ?? nothing),
      from: since,
      chat: chats.get(chatKey),
      places: places.get(chatKey) ?? [],
      reactions: reactions.get(chatKey) ?? [],
    }))
  }

  private async places(
    db: Queries,
    reader: UserRef,
    { wanted, found }: { wanted: readonly Wanted[]; found: ReadonlyMap<number, Found> },
  ): Promise<Map<number, Place[]>> {
    const { members } = this.options
    const groups = wanted.filter(({ range }) => range.kind !== 'direct')
    const behind = groups.filter(({ range, since }) => since > 0 && since < range.head.rev)
    const places = await members.changedSince(
      db,
      behind.map(({ range, since }) => ({ ...range, since })),
    )
    for (const { range, since } of groups) {
      if (since > 0) continue
      const own = ownPlace(range, reader)
      const others = range.member ? await this.writers(db, range, found.get(range.chatKey)) : []
      places.set(range.chatKey, [...own, ...others.filter(({ userKey }) => userKey !== reader.key)])
    }
    return places
  }

  /** The member rows of a snapshot's senders that hold more than plain membership. */
  private async writers(db: Queries, range: Readable, found: Found | undefined): Promise<Place[]> {
    const { members, users } = this.options
    const keys = await users.keysOf(db, [...writersOf(found)])
    return members.standingOut(db, range, [...keys.values()])
  }
}

const writersOf = ({ messages, last }: Pick<Found, 'messages' | 'last'> = nothing): ReadonlySet<UserId> =>
  new Set((last ? [...messages, last] : messages).map(({ senderId }) => senderId))

const nothing: Found & Pick<Rows, 'places' | 'reactions'> = {
  messages: [],
  places: [],
  reactions: [],
  last: undefined,
  unread: 0,
  mentions: undefined,
}

/** The reactions of a delta (changed ones) or a snapshot (those to its messages). */
const reactionsOf = ({ range, since }: Wanted, found: Found | undefined): ReactionRange | undefined => {
  const { chatKey, visibleFrom, visibleTo, head } = range
  const until = head.rev
  if (since > 0) return since < until ? { chatKey, from: visibleFrom, to: visibleTo, since, until } : undefined
  const first = found?.messages[0]
  const last = found?.messages.at(-1)
  return first && last && { chatKey, from: first.seq, to: last.seq, since: 0, until }
}

/** Whether changes since the client's rev suffice. */
export const canBeDelta = ({ range: { head, memberRow }, since }: Wanted): boolean => {
  if (since === 0 || since > head.rev) return false
  // The user's own membership changed, so the visible range may differ.
  return since === head.rev || !memberRow || memberRow.rev <= since
}
