import type { Message } from '@parley/protocol'
import type { ClientBase, QueryConfig, QueryResult } from 'pg'
import { toId } from '../lib/uuid-bytes'
import {
  added,
  type ChatHead,
  compareStored,
  type Entry,
  entryOf,
  nextPlace,
  type OpenChat,
  openChat,
  type PlacedEntry,
  publicationsOf,
  type SenderRows,
  standingOf,
} from './appended-chat'
import type { Appended, Publication } from './database'
import { type PairRow, pairOf } from './pair-standing'
import { byteaArray, int8Array, textArray, uuidArray } from './postgres-arrays'
import { sendTogether } from './postgres-together'
import { minuteOf, type NewMessage, type Schema } from './schema'

/** The clock of the database in epoch milliseconds. */
export const clockSql = '(extract(epoch from clock_timestamp()) * 1000)::int8'

/**
 * Locks chats in the order of their keys, and reads the clock after the lock is there. The key stays free to be referred to:
 * rows that only name a chat do not wait for its messages.
 */
const lockChats = {
  name: 'append_lock',
  text: `select c.*, ${clockSql} as now from (
    select key, seq, rev, acl_rev, last_at, kind, member_count, open, direct_low, direct_high
    from chats where key = any ($1::int8[]) order by key for no key update) c`,
}
const findStored = {
  name: 'append_stored',
  text: `select m.* from unnest($1::int8[], $2::uuid[]) as sent (chat_key, id)
    join messages m on m.chat_key = sent.chat_key and m.id = sent.id`,
}
const findPlaces = {
  name: 'append_places',
  text: `select m.chat_key, m.user_key, m.left_seq from unnest($1::int8[], $2::int8[]) as sender (chat_key, user_key)
    join members m on m.chat_key = sender.chat_key and m.user_key = sender.user_key`,
}
/** The rows of both sides of some direct chats. */
const findPairs = {
  name: 'append_pairs',
  text: `select f.owner_key, f.peer_key, f.state, f.blocked_at from unnest($1::int8[], $2::int8[]) as side (owner_key, peer_key)
    join friends f on f.owner_key = side.owner_key and f.peer_key = side.peer_key`,
}
const insertMessages = {
  name: 'append_insert',
  text: `insert into messages (chat_key, seq, id, sender_key, at, body, countable, reply_id, reply_seq, sent_hash, made_rev, rev)
    select chat_key, seq, id, sender_key, at, body, 1, reply_id, reply_seq, sent_hash, rev, rev
    from unnest($1::int8[], $2::int8[], $3::uuid[], $4::int8[], $5::int8[], $6::text[], $7::uuid[], $8::int8[], $9::bytea[], $10::int8[])
      as sent (chat_key, seq, id, sender_key, at, body, reply_id, reply_seq, sent_hash, rev)`,
}
const moveChats = {
  name: 'append_move',
  text: `update chats set seq = moved.seq, rev = moved.rev, last_at = moved.last_at, changed_min = $5
    from unnest($1::int8[], $2::int8[], $3::int8[], $4::int8[]) as moved (key, seq, rev, last_at) where chats.key = moved.key`,
}

type LockedChat = ChatHead & { readonly now: number }
type StoredRow = Schema['messages']
type PlaceRow = Pick<Schema['members'], 'chat_key' | 'user_key' | 'left_seq'>
type SideRow = PairRow & Pick<Schema['friends'], 'peer_key'>

/** What was found of senders whose rights are looked at again. */
interface Senders {
  /** Member rows by chat and user. */
  readonly places: ReadonlyMap<string, PlaceRow>
  /** Rows of direct chats' sides, by both keys. */
  readonly sides: ReadonlyMap<string, SideRow>
}

export interface AppendedBatch {
  readonly outcomes: Appended[]
  readonly publications: Publication[]
  /** Chats that everybody writes into. */
  readonly shared: readonly number[]
}

export interface AppendOptions {
  readonly largeAbove: number
  /** Takes the place of the database's clock where a test owns time. */
  readonly time?: () => number
  /** Reached just before COMMIT is sent. */
  readonly beforeCommit?: () => void
}

/** Where messages of the same batch or earlier ones are found again by chat and id. */
const placeKey = (chatKey: number, id: string): string => `${chatKey} ${id}`

/** One batch on its way: what was found in the database, and what is to be written. */
class Batch {
  readonly chats = new Map<number, OpenChat>()
  readonly placed: (PlacedEntry & { readonly chatKey: number })[] = []
  private readonly stored = new Map<string, StoredRow>()
  private readonly justStored = new Map<string, PlacedEntry>()
  private readonly repeated: { chat: OpenChat; message: Message }[] = []

  constructor(
    found: { readonly chats: readonly LockedChat[]; readonly stored: readonly StoredRow[] },
    private readonly nowMs: number,
  ) {
    for (const head of found.chats) this.chats.set(head.key, openChat(head))
    for (const row of found.stored) this.stored.set(placeKey(row.chat_key, toId(row.id)), row)
  }

  /** The senders whose rights have to be looked at again. */
  movedOf(messages: readonly NewMessage[]): NewMessage[] {
    return messages.filter(({ chatKey, aclRev }) => {
      const chat = this.chats.get(chatKey)
      return chat && chat.acl_rev !== aclRev && chat.kind !== 'channel'
    })
  }

  /** The pairs whose direct chats these messages go into. */
  pairsOf(messages: readonly NewMessage[]): (readonly [number, number])[] {
    return messages.flatMap(({ chatKey }) => {
      const chat = this.chats.get(chatKey)
      const pair = chat && pairOf(chat)
      return pair ? [pair] : []
    })
  }

  decide(entry: Entry, senders: Senders): Appended {
    const { message } = entry
    const chat = this.chats.get(message.chatKey)
    if (!chat) return { outcome: 'stale_access' }
    const moved = chat.acl_rev !== message.aclRev
    const standing = moved && standingOf(chat, senderIn(chat, message, senders))
    if (standing !== false && !message.mayStill(standing)) return { outcome: 'stale_access' }
    const stored = this.store(chat, entry)
    if (stored.outcome === 'repeated') this.repeated.push({ chat, message: stored.message })
    return moved && stored.outcome !== 'conflict' ? { ...stored, accessMoved: true as const } : stored
  }

  publications(largeAbove: number): Publication[] {
    return publicationsOf(this.chats.values(), this.repeated, largeAbove)
  }

  private store(chat: OpenChat, entry: Entry) {
    const key = placeKey(chat.key, entry.message.id)
    const twin = this.justStored.get(key)
    if (twin) return compareTwin(twin, entry)
    const row = this.stored.get(key)
    if (row) return compareStored(row, entry)
    const placed = nextPlace(chat, entry, this.nowMs)
    this.placed.push({ ...placed, chatKey: chat.key })
    this.justStored.set(key, placed)
    return added(chat, placed)
  }
}

/** The same id twice in one batch. */
const compareTwin = (twin: PlacedEntry, { message, hash }: Entry) => {
  const same = twin.message.senderKey === message.senderKey && Buffer.compare(twin.hash, hash) === 0
  return same ? ({ outcome: 'repeated', message: twin.stored } as const) : ({ outcome: 'conflict' } as const)
}

/**
 * Stores a batch in one READ COMMITTED transaction of separate statements: each sees what was committed before it began, so
 * what is looked up after the lock is the truth. One statement for all would see the time before the lock, and number wrongly.
 * Two round trips: what does not depend on an answer is sent without waiting for it.
 */
export const appendBatch = async (
  client: ClientBase,
  messages: readonly NewMessage[],
  options: AppendOptions,
): Promise<AppendedBatch> => {
  const entries = messages.map(entryOf)
  const [, locked, stored] = await Promise.all(sendTogether(client, () => beginAndLook(client, messages)))
  const nowMs = options.time?.() ?? Math.max(...locked.rows.map(({ now }) => now))
  const batch = new Batch({ chats: locked.rows, stored: stored.rows }, nowMs)
  const senders = await sendersOf(client, batch, batch.movedOf(messages))
  const outcomes = entries.map((entry) => batch.decide(entry, senders))
  options.beforeCommit?.()
  const writes = batch.placed.length === 0 ? [] : [insertion(batch), moving(batch, nowMs)]
  await committed(sendTogether(client, () => [...writes, 'commit'].map((query) => client.query(query))))
  const shared = [...batch.chats.values()].filter(({ kind }) => kind === 'channel').map(({ key }) => key)
  return { outcomes, publications: batch.publications(options.largeAbove), shared }
}

const beginAndLook = (client: ClientBase, messages: readonly NewMessage[]) => {
  const chatKeys = messages.map(({ chatKey }) => chatKey)
  const chats = int8Array([...new Set(chatKeys)])
  const sent = [int8Array(chatKeys), uuidArray(messages.map(({ id }) => id))]
  return [
    client.query('begin isolation level read committed'),
    client.query<LockedChat>({ ...lockChats, values: [chats] }),
    client.query<StoredRow>({ ...findStored, values: sent }),
  ] as const
}

/** Waits for statements that were sent together, COMMIT last; the first that failed is why. */
const committed = async (sent: readonly Promise<QueryResult>[]): Promise<void> => {
  const ends = await Promise.allSettled(sent)
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  const last = ends.at(-1)
  if (last?.status !== 'fulfilled' || last.value.command !== 'COMMIT') throw new Error('the transaction did not commit')
}

const senderIn = (chat: OpenChat, { senderKey }: NewMessage, { places, sides }: Senders): SenderRows => {
  const [low, high] = pairOf(chat) ?? []
  const pair = [sides.get(`${low} ${high}`), sides.get(`${high} ${low}`)].filter((row) => row !== undefined)
  return { key: senderKey, place: places.get(`${chat.key} ${senderKey}`), pair }
}

const sendersOf = async (client: ClientBase, batch: Batch, moved: readonly NewMessage[]): Promise<Senders> => {
  if (moved.length === 0) return { places: new Map(), sides: new Map() }
  const values = [int8Array(moved.map(({ chatKey }) => chatKey)), int8Array(moved.map(({ senderKey }) => senderKey))]
  const pairs = batch.pairsOf(moved)
  const [lows, highs] = [pairs.map(([low]) => low), pairs.map(([, high]) => high)]
  const [places, sides] = await Promise.all([
    client.query<PlaceRow>({ ...findPlaces, values }),
    pairs.length === 0
      ? undefined
      : client.query<SideRow>({
          ...findPairs,
          values: [int8Array([...lows, ...highs]), int8Array([...highs, ...lows])],
        }),
  ])
  return {
    places: new Map(places.rows.map((row) => [`${row.chat_key} ${row.user_key}`, row])),
    sides: new Map(sides?.rows.map((row) => [`${row.owner_key} ${row.peer_key}`, row])),
  }
}

const insertion = ({ placed }: Batch): QueryConfig => {
  const column = <T>(pick: (entry: Batch['placed'][number]) => T): T[] => placed.map(pick)
  const values = [
    int8Array(column(({ chatKey }) => chatKey)),
    int8Array(column(({ stored }) => stored.seq)),
    uuidArray(column(({ stored }) => stored.id)),
    int8Array(column(({ message }) => message.senderKey)),
    int8Array(column(({ stored }) => stored.at)),
    textArray(column(({ body }) => body)),
    uuidArray(column(({ stored }) => stored.replyTo?.id ?? null)),
    int8Array(column(({ stored }) => stored.replyTo?.seq ?? null)),
    byteaArray(column(({ hash }) => hash)),
    int8Array(column(({ stored }) => stored.rev)),
  ]
  return { ...insertMessages, values }
}

const moving = ({ chats }: Batch, nowMs: number): QueryConfig => {
  const moved = [...chats.values()].filter((chat) => chat.added.length > 0)
  const column = (pick: (chat: OpenChat) => number): Buffer => int8Array(moved.map(pick))
  const values = [
    column(({ key }) => key),
    column(({ seq }) => seq),
    column(({ rev }) => rev),
    column(({ last_at }) => last_at),
    minuteOf(nowMs),
  ]
  return { ...moveChats, values }
}
