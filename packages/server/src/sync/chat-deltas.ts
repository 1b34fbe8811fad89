import { type ChatDelta, type ChatId, limits, type Reads, type User, type UserId } from '@parley/protocol'
import { peopleIn } from '@parley/protocol/people-in'
import type { ReadCursors } from '../chats/read-cursors'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Database, Queries } from '../storage/database'
import type { UserRef } from '../users/users'
import { ChatRows, type ChatRowsOptions, type Rows, type Wanted } from './chat-rows'
import { selectCursors } from './store'

export type { Wanted } from './chat-rows'

export interface ChatDeltasOptions extends ChatRowsOptions {
  readonly database: Database
  readonly cursors: ReadCursors
}

/** The chats whose read marks go with a view; `chats.reads` returns those of groups. */
type Marks = 'all' | 'direct'

/** Changes of chats, as one member may see them. */
export class ChatDeltas {
  private readonly rows: ChatRows

  constructor(private readonly options: ChatDeltasOptions) {
    this.rows = new ChatRows(options)
  }

  /** Changes of one chat after a rev. */
  readChanges(caller: Caller, chatId: ChatId, since: number): Promise<ChatDelta> {
    const { access, database } = this.options
    return database.read(async (db) => {
      const range = await access.findReadable(db, chatId, caller.userKey)
      if (!range) throw fail('not_found')
      const cursor = (await selectCursors(db, caller.userKey, [range.chatKey]))(range.chatKey)
      const wanted = { range, since, ...cursor, snapshotMessages: limits.snapshotMessages }
      const reader = { key: caller.userKey, id: caller.userId }
      const [delta] = await this.readDeltas(db, { reader, marks: 'all' }, [wanted])
      if (!delta) throw fail('not_found')
      return delta
    })
  }

  /** For each chat the delta from its rev with the view, or a snapshot where a delta is too large or would not fit. */
  async readDeltas(
    db: Queries,
    { reader, marks }: { reader: UserRef; marks: Marks },
    wanted: readonly Wanted[],
  ): Promise<ChatDelta[]> {
    const ranges = wanted.map(({ range }) => range).filter(({ kind }) => marks === 'all' || kind === 'direct')
    const [rows, reads] = await Promise.all([
      this.rows.readRows(db, reader, wanted),
      this.options.cursors.readsIn(db, reader.key, ranges),
    ])
    const people = await this.people(db, rows)
    return wanted.flatMap((one, at) => {
      const of = rows[at]
      return of ? [deltaOf(one, { ...of, reads: reads.get(one.range.chatKey) }, people)] : []
    })
  }

  /** All users in these rows. */
  private async people(db: Queries, rows: readonly Rows[]): Promise<ReadonlyMap<UserId, User>> {
    const { users } = this.options
    const keys = await users.keysOf(db, [...new Set(rows.flatMap((of) => [...writersIn(of)]))])
    const members = rows.flatMap(({ places }) => places.map(({ userKey }) => userKey))
    const found = await users.rowsByKeys(db, [...keys.values(), ...members])
    return new Map(found.map((user) => [user.id, user]))
  }
}

const deltaOf = (
  { range, readSeq, hiddenRev }: Wanted,
  rows: Rows & { readonly reads: Reads | undefined },
  people: ReadonlyMap<UserId, User>,
): ChatDelta => {
  const { from, chat, places, messages, reactions, last, unread, mentions, reads } = rows
  const { rev } = range.head
  const ids = new Set([...writersIn(rows), ...places.map(({ member }) => member.userId)])
  return {
    chatId: range.chatId,
    from,
    rev,
    ...(chat ? { chat } : {}),
    ...(places.length > 0 ? { members: places.map(({ member }) => member) } : {}),
    ...(messages.length > 0 ? { messages: [...messages] } : {}),
    ...(reactions.length > 0 ? { reactions: [...reactions] } : {}),
    view: {
      ...(last ? { last } : {}),
      unread,
      mentions: mentions?.count ?? 0,
      ...(mentions ? { firstMention: mentions.first } : {}),
      readSeq,
      ...(hiddenRev > 0 ? { hiddenRev } : {}),
      ...(reads ? { reads } : {}),
      atRev: rev,
    },
    users: [...ids].flatMap((id) => people.get(id) ?? []),
  }
}

/** The users in messages and the chat row. */
const writersIn = ({ chat, last, messages }: Rows): Set<UserId> => {
  const ids = new Set<UserId>(chat?.peerIds ?? [])
  for (const message of last ? [...messages, last] : messages) {
    for (const id of peopleIn(message)) ids.add(id)
  }
  return ids
}
