import type { ChatId, Message, UserId } from '@parley/protocol'
import { peopleIn } from '@parley/protocol/people-in'
import type { ChatAccess, Readable } from '../chats/access'
import type { GroupMembers } from '../groups/group-members'
import { ByteCache } from '../lib/byte-cache'
import type { Countable, History, RangeRow } from '../messages/history'
import type { ReactionHistory } from '../messages/reaction-history'
import type { Queries } from '../storage/database'
import type { UserRef, Users } from '../users/users'

/** A message of a shared chat: its JSON, and the data that decides about visibility and counts. */
export interface SharedMessage extends Countable {
  readonly text: string
  /** Its sender and its mentions. */
  readonly people: readonly UserRef[]
}

/** The newest part of a chat, encoded, for present members who may see all of it. It never changes. */
export interface SharedChat {
  readonly chatId: ChatId
  readonly rev: number
  /** The number of requested messages. */
  readonly newest: number
  readonly chat: string
  readonly peers: readonly UserRef[]
  /** The peers, and all users in a message; each once. */
  readonly people: readonly UserRef[]
  /** Oldest first. */
  readonly messages: readonly SharedMessage[]
  readonly reactions: readonly { readonly seq: number; readonly text: string }[]
  /** The rows of senders with a role, a nickname or a mute, with their keys. */
  readonly places: readonly { readonly userKey: number; readonly text: string }[]
}

export interface SharedChatsOptions {
  readonly access: ChatAccess
  readonly history: History
  readonly members: GroupMembers
  readonly reactions: ReactionHistory
  readonly users: Users
}

const MAX_BYTES = 32 * 1024 * 1024
/** Memory of an entry and of each of its messages besides their texts. */
const BYTES_EACH = 400
const BYTES_OF_CHARACTER = 2

const bytesOf = ({ chat, messages, reactions, places }: SharedChat): number => {
  const texts = [...messages, ...reactions, ...places]
  const characters = texts.reduce((sum, { text }) => sum + text.length, chat.length)
  return characters * BYTES_OF_CHARACTER + (1 + texts.length) * BYTES_EACH
}

/** Caches chats that many clients read, as JSON. Every change that any member may see raises a chat's rev. */
export class SharedChats {
  private readonly cache = new ByteCache<number, SharedChat>({ maxBytes: MAX_BYTES, bytesOf })

  constructor(private readonly options: SharedChatsOptions) {}

  /** Chats as of a snapshot, by chat key, with at least this many of their newest messages. */
  async of(db: Queries, ranges: readonly Readable[], newest: number): Promise<ReadonlyMap<number, SharedChat>> {
    const found = new Map<number, SharedChat>()
    const missing: Readable[] = []
    for (const range of ranges) {
      const { chatKey, chatId, row } = range
      const held = this.cache.get(chatKey)
      if (held?.chatId === chatId && held.rev === row.rev && held.newest >= newest) found.set(chatKey, held)
      else missing.push(forEverybody(range))
    }
    for (const [chatKey, chat] of await this.read(db, missing, newest)) {
      found.set(chatKey, chat)
      // A snapshot that began earlier may end later.
      if ((this.cache.get(chatKey)?.rev ?? 0) <= chat.rev) this.cache.set(chatKey, chat)
    }
    return found
  }

  private async read(db: Queries, ranges: readonly Readable[], newest: number): Promise<Map<number, SharedChat>> {
    const { access, history, reactions, users } = this.options
    if (ranges.length === 0) return new Map()
    const rows = await history.readNewest(db, ranges, newest)
    const rowsOf = ({ chatKey }: Readable) => rows.get(chatKey) ?? []
    const chats = await access.chatsOf(db, ranges)
    const reacted = await reactions.readChanges(
      db,
      ranges.flatMap((range) => reactionsTo(range, rowsOf(range)) ?? []),
    )
    const ids = ranges.flatMap((range) => rowsOf(range).flatMap(({ message }) => [...peopleIn(message)]))
    const peers = ranges.flatMap(({ chatKey }) => chats.get(chatKey)?.peerIds ?? [])
    const keys = await users.keysOf(db, [...new Set([...ids, ...peers])])
    const known = new Map([...keys].map(([id, key]): [UserId, UserRef] => [id, { id, key }]))
    const refs = (people: Iterable<UserId>): UserRef[] => [...people].flatMap((id) => known.get(id) ?? [])
    const found = new Map<number, SharedChat>()
    for (const range of ranges) {
      const { chatId, chatKey, head } = range
      const chat = chats.get(chatKey)
      if (!chat) continue
      const peers = refs(chat.peerIds ?? [])
      const messages = rowsOf(range).map((row) => sharedMessage(row, refs(peopleIn(row.message))))
      const people = [...new Set([...peers, ...messages.flatMap((message) => message.people)])]
      found.set(chatKey, {
        chatId,
        rev: head.rev,
        newest,
        chat: JSON.stringify(chat),
        peers,
        people,
        messages,
        reactions: (reacted.get(chatKey) ?? []).map((row) => ({ seq: row.seq, text: JSON.stringify(row) })),
        places: await this.placesOf(db, range, rowsOf(range)),
      })
    }
    return found
  }

  private async placesOf(db: Queries, range: Readable, rows: readonly RangeRow[]): Promise<SharedChat['places']> {
    if (range.kind === 'direct') return []
    const writers = [...new Set(rows.map(({ senderKey }) => senderKey))]
    const places = await this.options.members.standingOut(db, range, writers)
    return places.map(({ userKey, member }) => ({ userKey, text: JSON.stringify(member) }))
  }
}

/** The range of a present member who may read everything. */
const forEverybody = ({ row, ...range }: Readable): Readable => ({
  ...range,
  row,
  member: true,
  memberRow: undefined,
  visibleFrom: row.first_seq,
  visibleTo: Number.MAX_SAFE_INTEGER,
  head: { seq: row.seq, rev: row.rev },
})

const reactionsTo = ({ chatKey, head }: Readable, rows: readonly RangeRow[]) => {
  const first = rows[0]
  const last = rows.at(-1)
  return first && last && { chatKey, from: first.message.seq, to: last.message.seq, since: 0, until: head.rev }
}

const sharedMessage = ({ message, senderKey }: RangeRow, people: readonly UserRef[]): SharedMessage => ({
  message: countedIn(message),
  senderKey,
  text: JSON.stringify(message),
  people,
})

const countedIn = ({ seq, countable, retractedAt, mentions, mentionsAll }: Message): Countable['message'] => ({
  seq,
  countable,
  ...(retractedAt === undefined ? {} : { retractedAt }),
  ...(mentions ? { mentions } : {}),
  ...(mentionsAll ? { mentionsAll } : {}),
})
