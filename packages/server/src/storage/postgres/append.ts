import type { Message } from '@parley/protocol'
import type { Selectable } from 'kysely'
import type { ClientBase, QueryConfig, QueryResult } from 'pg'
import { toId } from '../../lib/uuid-bytes'
import {
  advanceChat,
  type ChatHead,
  compareStored,
  type Entry,
  entryOf,
  nextPlace,
  type OpenChat,
  openChat,
  type PlacedEntry,
  publicationsOf,
  recordSent,
  slowWaitMs,
} from '../append/appended-chat'
import { type PairRow, pairOf } from '../append/pair-standing'
import { type StandingPlace, type StandingRows, standingOf } from '../append/standing'
import type { Appended, Publication } from '../database'
import { byteaArray, int8Array, textArray, uuidArray } from '../queries/postgres-arrays'
import { minuteOf, type NewMessage, type Schema } from '../schema'
import * as sql from './append-sql'
import { sendTogether } from './together'

type LockedChat = ChatHead & { readonly now: number }
type StoredRow = Selectable<Schema['messages']>
type PlaceRow = Pick<Schema['members'], 'chat_key' | 'user_key'> &
  StandingPlace & { readonly admin: number; readonly member: number | null }
type SentRow = Schema['last_sent']
type SideRow = PairRow & Pick<Schema['friends'], 'peer_key'>

/** Data of senders whose rights are checked again. */
interface Senders {
  /** Senders with their member rows, if any, by chat and user. */
  readonly places: ReadonlyMap<string, PlaceRow>
  /** Rows of direct chats' sides, by both keys. */
  readonly sides: ReadonlyMap<string, SideRow>
}

export interface AppendedBatch {
  readonly outcomes: Appended[]
  readonly publications: Publication[]
  /** Chats that all users write into. */
  readonly shared: readonly number[]
}

export interface AppendOptions {
  /** Replaces the database's clock in tests with a fake clock. */
  readonly time?: () => number
  /** Reached just before COMMIT is sent. */
  readonly beforeCommit?: () => void
}

/** Finds messages of the same or earlier batches by chat and id. */
const placeKey = (chatKey: number, id: string): string => `${chatKey} ${id}`

/** A batch in progress: rows read from the database, and rows to write. */
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

  /** The senders whose rights must be checked again. */
  movedOf(messages: readonly NewMessage[]): NewMessage[] {
    return messages.filter(({ chatKey, aclRev }) => {
      const chat = this.chats.get(chatKey)
      return chat && chat.acl_rev !== aclRev
    })
  }

  /** The messages that slow mode may delay. */
  slowOf(messages: readonly NewMessage[]): NewMessage[] {
    return messages.filter(({ chatKey }) => (this.chats.get(chatKey)?.slow_mode_ms ?? 0) > 0)
  }

  /** Notes when users last wrote. */
  noteLastSent(rows: readonly SentRow[]): void {
    for (const { chat_key, user_key, at } of rows) this.chats.get(chat_key)?.lastSent.set(user_key, at)
  }

  /** The pairs of users in the direct chats of these messages. */
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
    if (standing !== false && !message.mayStill(standing, this.nowMs)) return { outcome: 'stale_access' }
    const slow = chat.slow_mode_ms > 0 && !(standing === false ? message.moderates : standing?.moderates)
    const waitMs = slow ? slowWaitMs(chat, message.senderKey, this.nowMs) : 0
    if (waitMs > 0 && !this.isKnown(chat, message)) return { outcome: 'too_soon', retryAfterMs: waitMs }
    const stored = this.store(chat, entry)
    if (slow && stored.outcome === 'stored') recordSent(chat, message.senderKey, this.nowMs)
    if (stored.outcome === 'repeated') this.repeated.push({ chat, message: stored.message })
    return moved && stored.outcome !== 'conflict' ? { ...stored, accessMoved: true as const } : stored
  }

  publications(): Publication[] {
    return publicationsOf(this.chats.values(), this.repeated)
  }

  private isKnown(chat: OpenChat, { id }: NewMessage): boolean {
    const key = placeKey(chat.key, id)
    return this.justStored.has(key) || this.stored.has(key)
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
    return advanceChat(chat, placed)
  }
}

/** The same id twice in one batch. */
const compareTwin = (twin: PlacedEntry, { message, hash }: Entry) => {
  const same = twin.message.senderKey === message.senderKey && Buffer.compare(twin.hash, hash) === 0
  return same ? ({ outcome: 'repeated', message: twin.stored } as const) : ({ outcome: 'conflict' } as const)
}

/**
 * Stores a batch in one READ COMMITTED transaction of separate statements. Each statement sees the commits before its
 * start, so a lookup after the lock is current. One combined statement would see the time before the lock, and assign
 * wrong numbers. It takes two round trips: statements that don't depend on a result are sent without waiting for it.
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
  const [senders, sent] = await Promise.all([
    sendersOf(client, batch, batch.movedOf(messages)),
    lastSentOf(client, batch.slowOf(messages)),
  ])
  batch.noteLastSent(sent)
  const outcomes = entries.map((entry) => batch.decide(entry, senders))
  options.beforeCommit?.()
  const writes =
    batch.placed.length === 0
      ? []
      : [insertion(batch), ...contentsOf(batch), moving(batch, nowMs), ...noting(batch, nowMs)]
  await committed(sendTogether(client, () => [...writes, 'commit'].map((query) => client.query(query))))
  const shared = [...batch.chats.values()].filter(({ kind }) => kind === 'channel').map(({ key }) => key)
  return { outcomes, publications: batch.publications(), shared }
}

const beginAndLook = (client: ClientBase, messages: readonly NewMessage[]) => {
  const chatKeys = messages.map(({ chatKey }) => chatKey)
  const chats = int8Array([...new Set(chatKeys)])
  const sent = [int8Array(chatKeys), uuidArray(messages.map(({ id }) => id))]
  return [
    client.query('begin isolation level read committed'),
    client.query<LockedChat>({ ...sql.lockChats, values: [chats] }),
    client.query<StoredRow>({ ...sql.findStored, values: sent }),
  ] as const
}

/** Waits for statements that were sent together, COMMIT last. Throws the error of the first that failed. */
const committed = async (sent: readonly Promise<QueryResult>[]): Promise<void> => {
  const ends = await Promise.allSettled(sent)
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  const last = ends.at(-1)
  if (last?.status !== 'fulfilled' || last.value.command !== 'COMMIT') throw new Error('the transaction did not commit')
}

const senderIn = (chat: OpenChat, { senderKey }: NewMessage, { places, sides }: Senders): StandingRows => {
  const [low, high] = pairOf(chat) ?? []
  const pair = [sides.get(`${low} ${high}`), sides.get(`${high} ${low}`)].filter((row) => row !== undefined)
  const row = places.get(`${chat.key} ${senderKey}`)
  return { key: senderKey, place: row?.member ? row : undefined, admin: row?.admin === 1, pair }
}

const lastSentOf = async (client: ClientBase, slow: readonly NewMessage[]): Promise<readonly SentRow[]> => {
  if (slow.length === 0) return []
  const values = [int8Array(slow.map(({ chatKey }) => chatKey)), int8Array(slow.map(({ senderKey }) => senderKey))]
  return (await client.query<SentRow>({ ...sql.findSent, values })).rows
}

/** Senders in chats in slow mode, in the order of their keys. */
const noting = ({ chats }: Batch, nowMs: number): QueryConfig[] => {
  const sent = [...chats.values()].flatMap(({ key, sentNow }) => [...sentNow].map((sender) => [key, sender] as const))
  if (sent.length === 0) return []
  return [
    {
      ...sql.putSent,
      values: [int8Array(sent.map(([key]) => key)), int8Array(sent.map(([, sender]) => sender)), nowMs],
    },
  ]
}

const sendersOf = async (client: ClientBase, batch: Batch, moved: readonly NewMessage[]): Promise<Senders> => {
  if (moved.length === 0) return { places: new Map(), sides: new Map() }
  const values = [int8Array(moved.map(({ chatKey }) => chatKey)), int8Array(moved.map(({ senderKey }) => senderKey))]
  const pairs = batch.pairsOf(moved)
  const lows = pairs.map(([low]) => low)
  const highs = pairs.map(([, high]) => high)
  const [places, sides] = await Promise.all([
    client.query<PlaceRow>({ ...sql.findPlaces, values }),
    pairs.length === 0
      ? undefined
      : client.query<SideRow>({
          ...sql.findPairs,
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
    textArray(column(({ mentions }) => mentions)),
    byteaArray(column(({ hash }) => hash)),
    int8Array(column(({ stored }) => stored.rev)),
  ]
  const isPlain = placed.every(({ stored }) => stored.forwardedFrom === undefined && stored.via === undefined)
  if (isPlain) return { ...sql.insertMessages, values }
  const more = [
    uuidArray(column(({ stored }) => stored.forwardedFrom?.userId ?? null)),
    int8Array(column(({ stored }) => stored.forwardedFrom?.at ?? null)),
    textArray(column(({ stored }) => stored.via ?? null)),
  ]
  return { ...sql.insertSourced, values: [...values, ...more] }
}

/** The content lists that messages join. */
const contentsOf = ({ placed }: Batch): QueryConfig[] => {
  const held = placed.flatMap(({ chatKey, contents, stored }) =>
    contents.map((kind) => ({ chatKey, kind, seq: stored.seq })),
  )
  if (held.length === 0) return []
  const values = [
    int8Array(held.map(({ chatKey }) => chatKey)),
    textArray(held.map(({ kind }) => kind)),
    int8Array(held.map(({ seq }) => seq)),
  ]
  return [{ ...sql.insertContents, values }]
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
  return { ...sql.moveChats, values }
}
