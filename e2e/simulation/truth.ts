import { Database } from 'bun:sqlite'
import { type ChatId, limits, type MessageId, type StoredBody, type UserId } from '@parley/protocol'
import { toId } from '@parley/server/src/lib/uuid-bytes'

/** One stored message, read without any code of the server's. */
export interface StoredMessage {
  readonly id: MessageId
  readonly seq: number
  readonly rev: number
  readonly senderId: UserId
  readonly countable: boolean
  readonly body: StoredBody
  /** Whom it names; `*` is everybody. */
  readonly mentions: readonly string[]
  readonly editedAt: number | undefined
  readonly retractedAt: number | undefined
}

interface Place {
  readonly userId: UserId
  /** The chat's rev of its last change: for a former member, that at which they left. */
  readonly rev: number
  readonly visibleFrom: number
  readonly leftSeq: number | undefined
}

export interface StoredChat {
  readonly id: ChatId
  readonly kind: 'direct' | 'group' | 'channel'
  readonly seq: number
  /** By rising seq. */
  readonly messages: readonly StoredMessage[]
  readonly places: ReadonlyMap<UserId, Place>
  readonly readSeqs: ReadonlyMap<UserId, number>
  /** The seqs that somebody hid. */
  readonly hidden: ReadonlyMap<UserId, ReadonlySet<number>>
  /** By seq: the rev of the last change, and how many reacted with each emoji. */
  readonly reactions: ReadonlyMap<number, { readonly rev: number; readonly counts: readonly string[] }>
}

/** What is in the database in the end, read with plain queries: what everybody's copies are held against. */
export interface Truth {
  readonly chats: ReadonlyMap<ChatId, StoredChat>
  readonly messages: ReadonlyMap<MessageId, { readonly chatId: ChatId; readonly seq: number }>
}

type Row = Record<string, number | string | Uint8Array | null>

const idOf = <T extends string>(row: Row, column: string): T => toId<T>(row[column] as Uint8Array)

/** How many reacted with each emoji, in a form that can be compared. */
export const countsOf = (list: readonly { readonly emoji: string; readonly count: number }[]): string[] =>
  list.map(({ emoji, count }) => `${emoji}${count}`)

const readChat = (db: Database, row: Row): StoredChat => {
  const all = (sql: string) => db.query(sql).all(row.key as number) as Row[]
  const messages = all(
    'select m.*, u.id as sender from messages m join users u on u.key = m.sender_key where chat_key = ? order by seq',
  )
  const places = all('select m.*, u.id as user from members m join users u on u.key = m.user_key where chat_key = ?')
  const states = all(
    'select s.*, u.id as user from chat_states s join users u on u.key = s.user_key where chat_key = ?',
  )
  const hidden = new Map<UserId, Set<number>>()
  for (const row of all(
    'select h.*, u.id as user from hidden h join users u on u.key = h.user_key where chat_key = ?',
  )) {
    const userId = idOf<UserId>(row, 'user')
    hidden.set(userId, (hidden.get(userId) ?? new Set()).add(row.seq as number))
  }
  const reactions = new Map(
    all('select seq, rev, list from reactions where chat_key = ?').map((row) => {
      const list = JSON.parse(row.list as string) as { emoji: string; count: number }[]
      return [row.seq as number, { rev: row.rev as number, counts: countsOf(list) }]
    }),
  )
  return {
    id: idOf(row, 'id'),
    kind: row.kind as StoredChat['kind'],
    seq: row.seq as number,
    messages: messages.map((message) => ({
      id: idOf(message, 'id'),
      seq: message.seq as number,
      rev: message.rev as number,
      senderId: idOf(message, 'sender'),
      countable: message.countable === 1,
      body: JSON.parse(message.body as string) as StoredBody,
      mentions: JSON.parse((message.mentions as string | null) ?? '[]') as string[],
      editedAt: (message.edited_at as number | null) ?? undefined,
      retractedAt: (message.retracted_at as number | null) ?? undefined,
    })),
    places: new Map(
      places.map((place) => {
        const userId = idOf<UserId>(place, 'user')
        const leftSeq = place.left_seq === null ? undefined : (place.left_seq as number)
        return [userId, { userId, rev: place.rev as number, visibleFrom: place.visible_from as number, leftSeq }]
      }),
    ),
    hidden,
    reactions,
    readSeqs: new Map(states.map((state) => [idOf<UserId>(state, 'user'), state.read_seq as number])),
  }
}

/** Reads a database that nobody writes any more. */
export const readTruth = (path: string): Truth => {
  const db = new Database(path)
  const chats = (db.query('select * from chats').all() as Row[]).map((row) => readChat(db, row))
  db.close()
  const messages = chats.flatMap(({ id, messages: rows }) =>
    rows.map((row) => [row.id, { chatId: id, seq: row.seq }] as const),
  )
  return { chats: new Map(chats.map((chat) => [chat.id, chat])), messages: new Map(messages) }
}

/** Whether somebody has this chat in their list, as a member or a former one. */
export const hasChat = (chat: StoredChat, userId: UserId): boolean => chat.kind === 'channel' || chat.places.has(userId)

/** The seqs that somebody may read now, both ends included. */
export const visibleRange = (chat: StoredChat, userId: UserId): { from: number; to: number } => {
  const place = chat.places.get(userId)
  return { from: place?.visibleFrom ?? 1, to: place?.leftSeq ?? chat.seq }
}

/** What changed after this rev is not told to somebody any more, because they left. */
export const lastRevFor = (chat: StoredChat, userId: UserId): number => {
  const place = chat.places.get(userId)
  return place?.leftSeq === undefined ? Number.POSITIVE_INFINITY : place.rev
}

/** Whether somebody hid a message. */
export const isHidden = (chat: StoredChat, userId: UserId, seq: number): boolean =>
  chat.hidden.get(userId)?.has(seq) ?? false

/** Countable messages of others after the read cursor, neither taken back nor hidden, one by one. */
const allUnread = (chat: StoredChat, userId: UserId): readonly StoredMessage[] => {
  const { from, to } = visibleRange(chat, userId)
  const readSeq = chat.readSeqs.get(userId) ?? 0
  const lastRev = lastRevFor(chat, userId)
  return chat.messages.filter(
    ({ seq, rev, countable, senderId, retractedAt }) =>
      countable &&
      senderId !== userId &&
      seq > readSeq &&
      seq >= from &&
      seq <= to &&
      !(retractedAt && rev <= lastRev) &&
      !isHidden(chat, userId, seq),
  )
}

export const unreadOf = (chat: StoredChat, userId: UserId): number =>
  Math.min(allUnread(chat, userId).length, limits.unreadMax)

/** How many of these name somebody or everybody, and the first of them; none for who left. */
export const mentionsOf = (chat: StoredChat, userId: UserId): readonly [count: number, first: number | undefined] => {
  if (chat.places.get(userId)?.leftSeq !== undefined) return [0, undefined]
  const naming = allUnread(chat, userId).filter(({ mentions }) => mentions.includes('*') || mentions.includes(userId))
  return [Math.min(naming.length, limits.unreadMax), naming[0]?.seq]
}

/** All seqs that somebody could ever read, as the chat's own system messages tell. */
export const everVisible = (chat: StoredChat, userId: UserId): ((seq: number) => boolean) => {
  if (chat.kind === 'channel') return () => true
  if (chat.kind === 'direct') return () => chat.places.has(userId)
  const spans: { from: number; to: number }[] = []
  for (const { seq, senderId, body } of chat.messages) {
    if (body.type !== 'system') continue
    const about = body.userIds?.includes(userId) ?? false
    const last = spans.at(-1)
    const inside = last?.to === Number.POSITIVE_INFINITY
    const comes =
      body.event === 'group_created' ? about || senderId === userId : body.event === 'members_added' && about
    if (comes && !inside) spans.push({ from: seq, to: Number.POSITIVE_INFINITY })
    if (body.event === 'member_left' && about && last) last.to = seq
  }
  return (seq) => spans.some(({ from, to }) => seq >= from && seq <= to)
}
