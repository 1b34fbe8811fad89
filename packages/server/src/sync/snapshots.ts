import type { Reads, View } from '@parley/protocol'
import type { ReadCursors } from '../chats/read-cursors'
import { ownPlace } from '../groups/group-members'
import type { End, History, Seen } from '../messages/history'
import type { Queries } from '../storage/database'
import { ProfileTexts } from '../users/profile-texts'
import type { UserRef } from '../users/users'
import type { Wanted } from './chat-rows'
import type { SentProfiles } from './sent-profiles'
import { type SharedChat, SharedChats, type SharedChatsOptions, type SharedMessage } from './shared-chats'

export interface SnapshotsOptions extends SharedChatsOptions {
  readonly history: History
  readonly cursors: ReadCursors
}

/** Encodes the changes of a chat, with the profiles that the response lacks. */
export type ChatEncoder = (sent: SentProfiles) => string

/** A reader's part of a shared chat. */
interface Part {
  readonly one: Wanted
  readonly chat: SharedChat
  /** Its messages, oldest first. */
  readonly messages: readonly SharedMessage[]
  readonly seen: Seen<SharedMessage>
}

/**
 * Snapshots of chats as JSON, for their present members. The common part is encoded once and cached. Reader-specific
 * data is added for each: visible range, unread counts, hidden messages and the own row.
 */
export class Snapshots {
  private readonly shared: SharedChats
  private readonly profiles: ProfileTexts

  constructor(private readonly options: SnapshotsOptions) {
    this.shared = new SharedChats(options)
    this.profiles = new ProfileTexts(options.users)
  }

  /**
   * The snapshots of some chats, by chat key. A chat is left out if the reader's last message is older than the shared
   * part: its rows must be read.
   */
  async readSnapshots(
    db: Queries,
    { reader, sent }: { reader: UserRef; sent: SentProfiles },
    wanted: readonly Wanted[],
  ): Promise<ReadonlyMap<number, ChatEncoder>> {
    const parts = await this.partsOf(db, reader, wanted)
    const directs = parts.flatMap(({ one: { range } }) => (range.kind === 'direct' ? range : []))
    const reads = await this.options.cursors.readsIn(db, reader.key, directs)
    const people = parts.map((part) => peopleIn(part, reader))
    const profiles = await this.profiles.of(db, sent.missingOf(people))
    const found = new Map<number, ChatEncoder>()
    for (const [at, part] of parts.entries()) {
      const { chatKey } = part.one.range
      found.set(chatKey, (sentBefore) => {
        const users = sentBefore.addMissing(people[at] ?? []).map(({ id }) => profiles.get(id))
        return textOf(part, { reader, reads: reads.get(chatKey), users: users.filter((text) => text !== undefined) })
      })
    }
    return found
  }

  private async partsOf(db: Queries, reader: UserRef, wanted: readonly Wanted[]): Promise<readonly Part[]> {
    const chats = await this.chatsOf(db, wanted)
    const known = wanted.flatMap((one) => {
      const chat = chats.get(one.range.chatKey)
      return chat ? { one, chat, end: endOf(one, chat) } : []
    })
    const views = await this.options.history.readViews(
      db,
      reader,
      known.map(({ end }) => end),
    )
    return known.flatMap(({ one, chat, end }, at) => {
      const seen = views[at]
      const messages = one.snapshotMessages > 0 ? end.rows.slice(-one.snapshotMessages) : []
      return seen && !seen.older ? { one, chat, messages, seen } : []
    })
  }

  /** Chats without their messages need only the last one. */
  private async chatsOf(db: Queries, wanted: readonly Wanted[]): Promise<ReadonlyMap<number, SharedChat>> {
    const found = new Map<number, SharedChat>()
    for (const newest of new Set(wanted.map(({ snapshotMessages }) => snapshotMessages))) {
      const ranges = wanted.flatMap((one) => (one.snapshotMessages === newest ? one.range : []))
      for (const [chatKey, chat] of await this.shared.of(db, ranges, Math.max(newest, 1))) found.set(chatKey, chat)
    }
    return found
  }
}

/** The end of a chat in the reader's visible range. */
const endOf = ({ snapshotMessages, ...one }: Wanted, { messages, newest }: SharedChat): End<SharedMessage> => {
  const { head, visibleFrom } = one.range
  const from = Math.max(visibleFrom, head.seq - newest + 1)
  const first = messages[0]?.message.seq ?? from
  const rows = first >= visibleFrom ? messages : messages.filter(({ message }) => message.seq >= visibleFrom)
  return { reading: { ...one, newest: snapshotMessages }, from, rows }
}

/** All messages that a part shows. */
const shownIn = ({ messages, seen }: Part): readonly SharedMessage[] =>
  seen.last ? [...messages, seen.last] : messages

/** The users in a part. */
const peopleIn = (part: Part, reader: UserRef): readonly UserRef[] => {
  const { chat, messages } = part
  const isWhole = messages.length === chat.messages.length
  const named = isWhole ? chat.people : [...chat.peers, ...shownIn(part).flatMap(({ people }) => people)]
  return part.one.range.kind !== 'direct' && part.one.range.memberRow ? [...named, reader] : named
}

const textOf = (
  part: Part,
  { reader, reads, users }: { reader: UserRef; reads: Reads | undefined; users: readonly string[] },
): string => {
  const { one, chat, messages } = part
  const members = one.range.kind === 'direct' ? [] : placesIn(part, reader)
  const firstSeq = messages[0]?.message.seq ?? Number.MAX_SAFE_INTEGER
  const reactions = chat.reactions.filter(({ seq }) => seq >= firstSeq)
  return (
    `{"chatId":"${chat.chatId}","from":0,"rev":${chat.rev},"chat":${chat.chat}` +
    listOf('members', members) +
    listOf('messages', messages.map(textIn)) +
    listOf('reactions', reactions.map(textIn)) +
    `,"view":${viewOf(part, reads)},"users":[${users.join(',')}]}`
  )
}

const textIn = ({ text }: { readonly text: string }): string => text

/** Omits an empty list. */
const listOf = (name: string, texts: readonly string[]): string =>
  texts.length > 0 ? `,"${name}":[${texts.join(',')}]` : ''

/** The reader's own row, and those of shown senders with a role, a nickname or a mute. */
const placesIn = (part: Part, reader: UserRef): readonly string[] => {
  const own = ownPlace(part.one.range, reader).map(({ member }) => JSON.stringify(member))
  if (part.chat.places.length === 0) return own
  const writers = new Set(shownIn(part).map(({ senderKey }) => senderKey))
  const others = part.chat.places.filter(({ userKey }) => userKey !== reader.key && writers.has(userKey))
  return [...own, ...others.map(textIn)]
}

const viewOf = ({ one, chat, seen }: Part, reads: Reads | undefined): string => {
  const { unread, mentions, last } = seen
  const view = {
    unread,
    mentions: mentions?.count ?? 0,
    ...(mentions ? { firstMention: mentions.first } : {}),
    readSeq: one.readSeq,
    ...(one.hiddenRev > 0 ? { hiddenRev: one.hiddenRev } : {}),
    ...(reads ? { reads } : {}),
    atRev: chat.rev,
  } satisfies View
  const text = JSON.stringify(view)
  return last ? `{"last":${last.text},${text.slice(1)}` : text
}
