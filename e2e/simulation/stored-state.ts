import { Database } from 'bun:sqlite'
import { type ChatId, limits, type MessageId, type StoredBody, type UserId } from '@parley/protocol'
import { toId } from '@parley/server/src/lib/uuid-bytes'

/** One stored message, read without the server's code. */
export interface StoredMessage {
  readonly id: MessageId
  readonly seq: number
  readonly rev: number
  readonly senderId: UserId
  readonly countable: boolean
  readonly body: StoredBody
  /** The mentioned users; `*` means everyone. */
  readonly mentions: readonly string[]
  readonly editedAt: number | undefined
  readonly retractedAt: number | undefined
}

interface StoredMember {
  readonly userId: UserId
  /** The chat's rev of the member's last change; for a former member, the one of leaving. */
  readonly rev: number
  readonly visibleFrom: number
  readonly leftSeq: number | undefined
}

export interface StoredChat {
  readonly id: ChatId
  readonly kind: 'direct' | 'group' | 'channel'
  readonly seq: number
  /** In ascending order of seq. */
  readonly messages: readonly StoredMessage[]
  readonly members: ReadonlyMap<UserId, StoredMember>
  readonly readSeqs: ReadonlyMap<UserId, number>
  /** The seqs that each user hid. */
  readonly hidden: ReadonlyMap<UserId, ReadonlySet<number>>
  /** By seq: the rev of the last change, and the count of each emoji. */
  readonly reactions: ReadonlyMap<number, { readonly rev: number; readonly counts: readonly string[] }>
}

/** The final content of the database, read with plain queries. All copies are compared with it. */
export interface StoredState {
  readonly chats: ReadonlyMap<ChatId, StoredChat>
  readonly messages: ReadonlyMap<MessageId, { readonly chatId: ChatId; readonly seq: number }>
}

type Row = Record<string, number | string | Uint8Array | null>

const idOf = <T extends string>(row: Row, column: string): T => toId<T>(row[column] as Uint8Array)

/** The counts of each emoji, in a comparable form. */
export const countsOf = (list: readonly { readonly emoji: string; readonly count: number }[]): string[] =>
  list.map(({ emoji, count }) => `${emoji}${count}`)

const readChat = (db: Database, row: Row): StoredChat => {
  const all = (sql: string) => db.query(sql).all(row.key as number) as Row[]
  const messages = all(
    'select m.*, u.id as sender from messages m join users u on u.key = m.sender_key where chat_key = ? order by seq',
  )
  const members = all('select m.*, u.id as user from members m join users u on u.key = m.user_key where chat_key = ?')
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
    members: new Map(
      members.map((member) => {
        const userId = idOf<UserId>(member, 'user')
        const leftSeq = member.left_seq === null ? undefined : (member.left_seq as number)
        return [userId, { userId, rev: member.rev as number, visibleFrom: member.visible_from as number, leftSeq }]
      }),
    ),
    hidden,
    reactions,
    readSeqs: new Map(states.map((state) => [idOf<UserId>(state, 'user'), state.read_seq as number])),
  }
}

/** Reads a database that is no longer written. */
export const readStoredState = (path: string): StoredState => {
  const db = new Database(path)
  const chats = (db.query('select * from chats').all() as Row[]).map((row) => readChat(db, row))
  db.close()
  const messages = chats.flatMap(({ id, messages: rows }) =>
    rows.map((row) => [row.id, { chatId: id, seq: row.seq }] as const),
  )
  return { chats: new Map(chats.map((chat) => [chat.id, chat])), messages: new Map(messages) }
}

/** True if a user has this chat in their list, as a member or former member. */
export const hasChat = (chat: StoredChat, userId: UserId): boolean =>
  chat.kind === 'channel' || chat.members.has(userId)

/** The seqs that a user may read now, both ends included. */
export const visibleRange = (chat: StoredChat, userId: UserId): { from: number; to: number } => {
  const member = chat.members.get(userId)
  return { from: member?.visibleFrom ?? 1, to: member?.leftSeq ?? chat.seq }
}

/** The last rev that a user receives. Former members get no changes made after they left. */
export const lastRevFor = (chat: StoredChat, userId: UserId): number => {
  const member = chat.members.get(userId)
  return member?.leftSeq === undefined ? Number.POSITIVE_INFINITY : member.rev
}

/** True if a user hid the message. */
export const isHidden = (chat: StoredChat, userId: UserId, seq: number): boolean =>
  chat.hidden.get(userId)?.has(seq) ?? false

/** Messages of others that count as unread: after the read cursor, neither retracted nor hidden. */
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

/** The number of unread mentions of a user or of everyone, and the first of them. Former members have none. */
export const mentionsOf = (chat: StoredChat, userId: UserId): readonly [count: number, first: number | undefined] => {
  if (chat.members.get(userId)?.leftSeq !== undefined) return [0, undefined]
  const mentioning = allUnread(chat, userId).filter(
    ({ mentions }) => mentions.includes('*') || mentions.includes(userId),
  )
  return [Math.min(mentioning.length, limits.unreadMax), mentioning[0]?.seq]
}

/** All seqs that a user could ever read, according to the chat's own system messages. */
export const everVisible = (chat: StoredChat, userId: UserId): ((seq: number) => boolean) => {
  if (chat.kind === 'channel') return () => true
  if (chat.kind === 'direct') return () => chat.members.has(userId)
  const memberships: { from: number; to: number }[] = []
  for (const { seq, senderId, body } of chat.messages) {
    if (body.type !== 'system') continue
    const isAffected = body.userIds?.includes(userId) ?? false
    const last = memberships.at(-1)
    const isMember = last?.to === Number.POSITIVE_INFINITY
    const joins =
      body.event === 'group_created' ? isAffected || senderId === userId : body.event === 'members_added' && isAffected
    if (joins && !isMember) memberships.push({ from: seq, to: Number.POSITIVE_INFINITY })
    if (body.event === 'member_left' && isAffected && last) last.to = seq
  }
  return (seq) => memberships.some(({ from, to }) => seq >= from && seq <= to)
}
