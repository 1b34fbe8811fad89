import { type ChatId, limits, type Member, type Message, type UserId } from '@parley/protocol'
import type { ChatEntry, ClientErrorName, ClientState, OutboxEntry, Timeline } from '@parley/sdk'
import type { Device } from './device'
import type { Ledger } from './ledger'
import {
  countsOf,
  everVisible,
  hasChat,
  isHidden,
  lastRevFor,
  mentionsOf,
  type StoredChat,
  type StoredMessage,
  type StoredState,
  unreadOf,
  visibleRange,
} from './stored-state'

const newest = 30
/** The most rows of a window. */
const mostRows = 400
const text = (value: unknown) => JSON.stringify(value)

/** The messages of every chat are numbered without gaps and duplicates. */
export function* checkNumbers({ chats, messages }: StoredState): Generator<string> {
  let count = 0
  for (const chat of chats.values()) {
    count += chat.messages.length
    if (chat.seq !== chat.messages.length) yield `${chat.id} has seq ${chat.seq} but ${chat.messages.length} messages`
    for (const [at, { seq }] of chat.messages.entries())
      if (seq !== at + 1) yield `${chat.id} has seq ${seq} at ${at + 1}`
  }
  if (messages.size !== count) yield `${count - messages.size} messages are duplicates`
}

/** Every message that was shown is stored at its place, and was shown only to users who may see it. */
export function* checkShown(database: StoredState, ledger: Ledger): Generator<string> {
  for (const { message, to } of ledger.everythingShown()) {
    const chat = database.chats.get(message.chatId)
    const stored = chat?.messages[message.seq - 1]
    if (!chat || stored?.id !== message.id) {
      yield `message ${message.id} was shown at seq ${message.seq} of ${message.chatId}, which has ${stored?.id ?? 'nothing'}`
      continue
    }
    for (const userId of to)
      if (!everVisible(chat, userId)(message.seq))
        yield `${userId} was shown seq ${message.seq} of ${chat.id}: ${text(chat.messages.filter((m) => m.body.type === 'system'))}`
  }
}

interface WrittenOptions {
  readonly ledger: Ledger
  /** By the device's name. */
  readonly outboxes: ReadonlyMap<string, readonly OutboxEntry[]>
  /** Why a message may be refused for good. */
  readonly refusals: readonly ClientErrorName[]
}

/**
 * Every message that a device accepted is stored once and in order, or refused for good. No outbox has waiting
 * messages.
 */
export function* checkWritten(
  database: StoredState,
  { ledger: { written, wiped, refused }, outboxes, refusals }: WrittenOptions,
): Generator<string> {
  const places = new Places()
  for (const { id, chatId, device, life, hasFile = false } of written) {
    const stored = database.messages.get(id)
    const waiting = outboxes.get(device)?.find((entry) => entry.id === id)
    if (!stored && !waiting && !wiped.has(id)) yield `message ${id}, written on ${device}, is lost`
    if (stored && waiting) yield `message ${id} is stored and still in the outbox of ${device}`
    if (waiting && !waiting.error) yield `message ${id} still waits on ${device}`
    if (waiting?.error && !refusals.includes(waiting.error)) yield `message ${id} was refused with ${waiting.error}`
    if (!stored || refused.has(id)) continue
    if (!places.take(`${device} ${life} ${chatId}`, { seq: stored.seq, hasFile }))
      yield `message ${id} of ${device} overtook an earlier one in ${chatId}`
  }
}

/** The highest seqs so far of each device in each chat: of its texts, and of all its messages. */
class Places {
  private readonly texts = new Map<string, number>()
  private readonly all = new Map<string, number>()

  /** True if a message is at an allowed place: a text after earlier texts, a file after all earlier messages. */
  take(lane: string, { seq, hasFile }: { readonly seq: number; readonly hasFile: boolean }): boolean {
    const fits = seq > ((hasFile ? this.all : this.texts).get(lane) ?? 0)
    this.all.set(lane, Math.max(seq, this.all.get(lane) ?? 0))
    if (!hasFile) this.texts.set(lane, seq)
    return fits
  }
}

/** Compares a device's copy with the database: chats, newest messages, unread counts, read cursors. */
export function* checkAgainstDatabase(database: StoredState, device: Device): Generator<string> {
  const state = device.client.state.get()
  const me = device.account.userId
  if (state.connection.phase !== 'live') yield `${device.name} is ${state.connection.phase}`
  const chats = [...database.chats.values()].filter((chat) => hasChat(chat, me))
  for (const id of state.chats.keys()) if (!chats.some((chat) => chat.id === id)) yield `${device.name} holds ${id}`
  for (const chat of chats) {
    const entry = state.chats.get(chat.id)
    if (!entry) yield `${device.name} lacks ${chat.id}`
    else yield* checkEntry({ chat, entry, me, who: device.name })
  }
}

function* checkEntry(held: { chat: StoredChat; entry: ChatEntry; me: UserId; who: string }): Generator<string> {
  const { chat, entry, me } = held
  const where = `${held.who} in ${chat.kind} ${chat.id}:`
  const { from, to } = visibleRange(chat, me)
  const last = chat.messages.findLast(({ seq }) => seq >= from && seq <= to && !isHidden(chat, me, seq))
  // A message that was refused for good stays last in the list until the user decides.
  if (last && entry.queued === 0 && !isRow(entry.last?.row, { stored: last, lastRev: lastRevFor(chat, me) }))
    yield `${where} the last message is ${text(entry.last)}, not ${text(last)}`
  const unread = unreadOf(chat, me)
  if (entry.unread !== unread) yield `${where} ${entry.unread} unread instead of ${unread}`
  const mentions = text(mentionsOf(chat, me))
  if (text([entry.mentions, entry.firstMention]) !== mentions)
    yield `${where} mentions ${text([entry.mentions, entry.firstMention])} instead of ${mentions}`
  const readSeq = chat.readSeqs.get(me) ?? 0
  if ((entry.state?.readSeq ?? 0) !== readSeq) yield `${where} read up to ${entry.state?.readSeq} instead of ${readSeq}`
}

/** True if a user's row is the stored one. Former members don't get changes that were made after they left. */
const isRow = (
  row: Message | undefined,
  { stored, lastRev }: { stored: StoredMessage | undefined; lastRev: number },
): boolean => {
  if (!row || !stored || row.id !== stored.id || row.seq !== stored.seq) return false
  if (stored.rev > lastRev) return row.rev <= lastRev
  const comparable = ({ rev, body, editedAt, retractedAt }: Message | StoredMessage) =>
    text({ rev, body, editedAt, retractedAt })
  const named = [...(row.mentionsAll ? ['*'] : []), ...(row.mentions ?? [])]
  return comparable(row) === comparable(stored) && text(named) === text(stored.mentions)
}

/** Compares a device's rows of each chat with the database. */
export function* checkRows(
  database: StoredState,
  device: Device,
  rows: Awaited<ReturnType<Device['storedRows']>>,
): Generator<string> {
  // With very many chats, the older ones come without their messages.
  const fewest = rows.size > limits.syncChatsWithMessages ? 0 : 1
  for (const [chatId, messages] of rows) {
    const chat = database.chats.get(chatId)
    if (!chat) continue
    const { from, to } = visibleRange(chat, device.account.userId)
    const expected = chat.messages.filter(({ seq }) => seq >= from && seq <= to).slice(-newest)
    const bare = messages.slice(-newest)
    const right = expected.slice(-bare.length)
    const lastRev = lastRevFor(chat, device.account.userId)
    if (
      bare.length < Math.min(expected.length, fewest) ||
      bare.some((row, at) => !isRow(row, { stored: right[at], lastRev }))
    )
      yield `${device.name} has other rows of ${chatId}: ${text(bare)} instead of ${text(right)}`
  }
  for (const timeline of device.timelines) yield* checkTimeline(database, device, timeline)
}

/** Open histories, scrolled up to the first message, show all messages from there on without gaps. */
export function* checkLoadedHistory(database: StoredState, device: Device): Generator<string> {
  for (const timeline of device.timelines) {
    const chat = database.chats.get(timeline.chatId)
    if (!chat || !hasChat(chat, device.account.userId)) continue
    yield* checkTimeline(database, device, timeline)
    const { rows, atStart, loading, error } = timeline.state.get()
    const where = `${device.name} in ${timeline.chatId}:`
    if (loading || error) yield `${where} scrolling ended with ${loading ?? error}`
    else if (!atStart && rows.length < mostRows) yield `${where} the start isn't reached with ${rows.length} rows`
  }
}

/** Shown reactions are the stored ones. Former members may see those from the time when they left. */
function* checkReactions(chat: StoredChat, device: Device, { state, reactions }: Timeline): Generator<string> {
  const lastRev = lastRevFor(chat, device.account.userId)
  for (const { id, seq = 0, body } of state.get().rows) {
    const stored = chat.reactions.get(seq)
    if (stored && stored.rev > lastRev) continue
    const right = body.type === 'retracted' ? [] : (stored?.counts ?? [])
    const shown = countsOf(reactions.get().get(id) ?? [])
    if (text(shown) !== text(right))
      yield `${device.name} shows reactions ${text(shown)} at seq ${seq} of ${chat.id}, not ${text(right)}`
  }
}

function* checkTimeline(database: StoredState, device: Device, timeline: Timeline): Generator<string> {
  const { chatId, state } = timeline
  const chat = database.chats.get(chatId)
  if (!chat) return
  yield* checkReactions(chat, device, timeline)
  const { rows, atStart, atEnd } = state.get()
  const stored = rows.filter(({ seq }) => seq !== undefined)
  const { from, to } = visibleRange(chat, device.account.userId)
  const lastRev = lastRevFor(chat, device.account.userId)
  const me = device.account.userId
  const shown = chat.messages.filter(({ seq }) => seq >= from && seq <= to && !isHidden(chat, me, seq))
  for (const [at, { seq = 0, row }] of stored.entries()) {
    const right = chat.messages[seq - 1]
    if (!isRow(row, { stored: right, lastRev }))
      yield `${device.name} shows ${text(row)} at seq ${seq} of ${chatId}, not ${text(right)}`
    const place = shown.findIndex((message) => message.seq === seq)
    if (place < 0) yield `${device.name} shows seq ${seq} of ${chatId}, but may see only ${from} to ${to}`
    const next = stored[at + 1]?.seq
    if (next !== undefined && next !== shown[place + 1]?.seq)
      yield `${device.name} shows seq ${next} of ${chatId} after ${seq}`
  }
  const [last, newestShown] = [stored.at(-1)?.seq ?? 0, shown.at(-1)?.seq ?? 0]
  const [first, oldestShown] = [stored.at(0)?.seq ?? 0, shown.at(0)?.seq ?? 0]
  if (atStart && first !== oldestShown)
    yield `${device.name} shows ${chatId} from its start, seq ${first} of ${oldestShown}`
  if (atEnd && last !== newestShown) yield `${device.name} shows ${chatId} to its end, seq ${last} of ${newestShown}`
}

const present = (members: ReadonlyMap<UserId, Member>): Member[] =>
  [...members.values()]
    .filter(({ leftSeq }) => leftSeq === undefined)
    .toSorted((a, b) => (a.userId < b.userId ? -1 : 1))

const comparable = (entry: ChatEntry | undefined, me: UserId) =>
  entry && {
    ...{ chat: entry.chat, rev: entry.rev, state: entry.state, unread: entry.unread },
    ...{ mentions: entry.mentions, firstMention: entry.firstMention },
    ...{ canRead: entry.canRead, writeRefused: entry.writeRefused, typing: entry.typing },
    // A former member gets no more changes of members.
    members: entry.canRead ? present(entry.members) : [entry.members.get(me)],
  }

/** Compares a long-running device with a new one. */
export function* checkAgainstFresh(device: Device, fresh: ClientState): Generator<string> {
  const state = device.client.state.get()
  const me = device.account.userId
  const ids = new Set<ChatId>([...state.chats.keys(), ...fresh.chats.keys()])
  for (const id of ids) {
    const [mine, its] = [comparable(state.chats.get(id), me), comparable(fresh.chats.get(id), me)].map(text)
    if (mine !== its) yield `${device.name} has ${mine} where a new client gets ${its}`
  }
  const sessions = (from: ClientState) =>
    text(
      [...from.sessions.values()]
        .map((session) => ({ ...session, lastSeenAt: 0 }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    )
  if (sessions(state) !== sessions(fresh))
    yield `${device.name} has sessions ${sessions(state)}, not ${sessions(fresh)}`
  for (const [id, user] of fresh.users) {
    const held = state.users.get(id)
    // The server doesn't push the profiles of others, so the device's copy may be older.
    const isOlder = id !== me && (held?.rev ?? user.rev) < user.rev
    if (!isOlder && text(held) !== text(user)) yield `${device.name} has user ${text(held)}, not ${text(user)}`
  }
  if (text(state.me) !== text(fresh.me))
    yield `${device.name} has ${text(state.me)} as its own user, not ${text(fresh.me)}`
  if (state.unread !== fresh.unread) yield `${device.name} counts ${state.unread} unread in all, not ${fresh.unread}`
}
