import { type Chat, limits, type Message, type Reactions, type UserId } from '@parley/protocol'
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
    const stale = wanted.map((one) => (canBeDelta(one) ? one : { ...one, since: 0 }))
    const changes = await this.countChanges(db, stale.filter(isFarBehind))
    const asked = stale.map((one) => ((changes.get(one) ?? 0) > limits.deltaRows ? { ...one, since: 0 } : one))
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

  /** Number of changed rows of some chats, up to a little more than a delta may hold. Counting costs less than reading. */
  private async countChanges(db: Queries, behind: readonly Wanted[]): Promise<ReadonlyMap<Wanted, number>> {
    const { history, members, reactions } = this.options
    const groups = behind.filter(({ range }) => isGroup(range))
    const counts = await Promise.all([
      history.countChanges(db, behind),
      reactions.countChanges(
        db,
        behind.map(({ range, since }) => changedReactions(range, since)),
      ),
      members.countChanges(
        db,
        groups.map(({ range: { chatKey }, since }) => ({ chatKey, since })),
      ),
    ])
    return new Map(
      behind.map((one) => [one, counts.reduce((sum, count) => sum + (count.get(one.range.chatKey) ?? 0), 0)]),
    )
  }

  private async load(db: Queries, reader: UserRef, wanted: readonly Wanted[]): Promise<Rows[]> {
    const readings = wanted.map(({ snapshotMessages: newest, ...one }) => ({ ...one, newest }))
    const changed = wanted.filter(({ range, since }) => range.row.row_rev > since)
    const { access, history, reactions: stored } = this.options
    // The lookups of a turn go to the database together.
    const [found, places, reactions, chats] = await Promise.all([
      history.readChanges(db, reader, readings),
      this.changedPlaces(db, wanted),
      stored.readChanges(
        db,
        wanted.flatMap(({ range, since }) =>
          since > 0 && since < range.head.rev ? changedReactions(range, since) : [],
        ),
      ),
      access.chatsOf(
        db,
        changed.map(({ range }) => range),
      ),
    ])
    const snapshots = wanted.filter(({ since }) => since === 0)
    const [shownPlaces, shownReactions] = await Promise.all([
      this.shownPlaces(db, reader, { snapshots, found }),
      stored.readChanges(
        db,
        snapshots.flatMap(({ range }) => reactionsTo(range, found.get(range.chatKey)) ?? []),
      ),
    ])
    return wanted.map(({ range: { chatKey }, since }) => ({
      ...(found.get(chatKey) ?? nothing),
      from: since,
      chat: chats.get(chatKey),
      places: (since > 0 ? places : shownPlaces).get(chatKey) ?? [],
      reactions: (since > 0 ? reactions : shownReactions).get(chatKey) ?? [],
    }))
  }

  private changedPlaces(db: Queries, wanted: readonly Wanted[]): Promise<ReadonlyMap<number, readonly Place[]>> {
    const behind = wanted.filter(({ range, since }) => isGroup(range) && since > 0 && since < range.head.rev)
    return this.options.members.changedSince(
      db,
      behind.map(({ range, since }) => ({ ...range, since })),
    )
  }

  private async shownPlaces(
    db: Queries,
    reader: UserRef,
    { snapshots, found }: { snapshots: readonly Wanted[]; found: ReadonlyMap<number, Found> },
  ): Promise<ReadonlyMap<number, readonly Place[]>> {
    const groups = snapshots.map(({ range }) => range).filter(isGroup)
    const places = groups.map(async (range): Promise<[number, Place[]]> => {
      const others = range.member ? await this.writers(db, range, found.get(range.chatKey)) : []
      return [range.chatKey, [...ownPlace(range, reader), ...others.filter(({ userKey }) => userKey !== reader.key)]]
    })
    return new Map(await Promise.all(places))
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

const isGroup = ({ kind }: Readable): boolean => kind !== 'direct'

/** Whether the changes may be too many for a delta. */
const isFarBehind = ({ range: { head }, since }: Wanted): boolean => since > 0 && head.rev - since > limits.deltaRows

const changedReactions = ({ chatKey, visibleFrom, visibleTo, head }: Readable, since: number): ReactionRange => ({
  ...{ chatKey, from: visibleFrom, to: visibleTo },
  ...{ since, until: head.rev },
})

/** The reactions to a snapshot's messages. */
const reactionsTo = ({ chatKey, head }: Readable, found: Found | undefined): ReactionRange | undefined => {
  const first = found?.messages[0]
  const last = found?.messages.at(-1)
  return first && last && { chatKey, from: first.seq, to: last.seq, since: 0, until: head.rev }
}

/** Whether changes since the client's rev suffice. */
export const canBeDelta = ({ range: { head, memberRow }, since }: Wanted): boolean => {
  if (since === 0 || since > head.rev) return false
  // The user's own membership changed, so the visible range may differ.
  return since === head.rev || !memberRow || memberRow.rev <= since
}
