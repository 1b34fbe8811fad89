import { type Chat, limits, type Message, type StoredBody, type UserId } from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import type { ChatAccess } from '../chats/access'
import type { ChatChanges, ChatRow } from '../chats/chat-changes'
import { publishChatChange } from '../chats/publish-chat-change'
import { toId } from '../lib/uuid-bytes'
import type { Media } from '../media/media'
import { messageFromRow } from '../storage/append/message-row'
import type { Queries, Transaction } from '../storage/database'
import { changeContents } from './contents-store'
import { clearReactions, restoreReactions } from './reaction-store'
import * as messages from './store'
import * as store from './withdrawn-store'

export interface WithdrawingOptions {
  readonly access: ChatAccess
  readonly changes: ChatChanges
  readonly media: Pick<Media, 'keepUses' | 'lockUses' | 'releaseUses' | 'recheckUses'>
}

/** Messages of one chat that one transaction changes. */
export const STEP_MESSAGES = 50

interface Place {
  readonly waveKey: number
  readonly chatKey: number
}
type Row = Awaited<ReturnType<typeof store.selectMessages>>[number]

const EMPTY: StoredBody = { type: 'retracted' }

/**
 * Retractions that can be undone for a time. Like any retraction they leave no content in the message. The content moves
 * to a table that no method reads, until it returns or is removed. Files stay as long.
 */
export class Withdrawing {
  constructor(private readonly options: WithdrawingOptions) {}

  /** Numbers of messages that are not retracted in a part of a chat, by their sender. Senders from a key on. */
  countBySender(db: Queries, part: Parameters<typeof store.countBySender>[1]) {
    return store.countBySender(db, part)
  }

  /** The seq of the first message at or after a time. Times never decrease with seq. One more than the head for none. */
  async firstSince(db: Queries, { chatKey, head }: { chatKey: number; head: number }, timeMs: number): Promise<number> {
    let low = 1
    let high = head
    let found = head + 1
    while (low <= high) {
      const middle = Math.floor((low + high) / 2)
      const first = await store.selectFirst(db, { chatKey, from: middle, to: high })
      if (first && first.at < timeMs) low = first.seq + 1
      else {
        found = first?.seq ?? found
        high = middle - 1
      }
    }
    return found
  }

  /**
   * Retracts the next messages of a wave's accounts in a part of a chat.
   * @returns how many, and the seq to go on from
   */
  async withdrawNext(
    tx: Transaction,
    { waveKey, chatKey, from, to }: Place & { readonly from: number; readonly to: number },
  ): Promise<{ readonly count: number; readonly next: number }> {
    await tx.lock({ chats: [chatKey] })
    const seqs = await store.selectSeqsOf(tx.db, { waveKey, chatKey, from, to }, STEP_MESSAGES)
    const next = seqs.length === STEP_MESSAGES ? (seqs.at(-1) ?? to) + 1 : to + 1
    if (seqs.length === 0) return { count: 0, next }
    const rows = await store.selectMessages(tx.db, chatKey, seqs)
    const fresh = rows.filter((row) => row.retracted_at === null)
    await this.cover(tx, { waveKey, chatKey }, rows)
    if (fresh.length > 0) await this.retract(tx, { waveKey, chatKey }, fresh)
    return { count: fresh.length, next }
  }

  /** Notes messages that another cleanup retracted, so that an undo of that one leaves them retracted. */
  private async cover(tx: Transaction, { waveKey, chatKey }: Place, rows: readonly Row[]): Promise<void> {
    const gone = rows.filter((row) => row.retracted_at !== null).map(({ seq }) => seq)
    if (gone.length === 0) return
    const held = await store.selectHeld(tx.db, chatKey, gone)
    const seqs = new Set(held.filter(({ wave_key }) => wave_key !== waveKey).map(({ seq }) => seq))
    const nothing = { body: null, mentions: null, forwarded_id: null, forwarded_at: null, edited_at: null }
    await store.insertWithdrawn(
      tx.db,
      [...seqs].map((seq) => ({ wave_key: waveKey, chat_key: chatKey, seq, ...nothing, reactions: null, pinned: 0 })),
    )
  }

  private async retract(tx: Transaction, { waveKey, chatKey }: Place, rows: readonly Row[]): Promise<void> {
    const { changes, media } = this.options
    const before = await this.chatRow(tx, chatKey)
    const pins = pinnedIn(before)
    const seqs = new Set(rows.map(({ seq }) => seq))
    const left = pins.filter(({ seq }) => !seqs.has(seq))
    const change = left.length < pins.length ? { raise: { row: { pinned: storedPins(left) } } } : {}
    const { row: chat } = await changes.changeChat(tx, { chat: before, ...change })
    const changed: Message[] = []
    const reactions = []
    const lists = await store.selectReactionLists(tx.db, chatKey, [...seqs])
    const pinned = new Set(pins.map(({ seq }) => seq))
    await store.insertWithdrawn(
      tx.db,
      rows.map((row) => ({
        ...{ wave_key: waveKey, chat_key: chatKey, seq: row.seq, body: row.body, mentions: row.mentions },
        ...{ forwarded_id: row.forwarded_id, forwarded_at: row.forwarded_at, edited_at: row.edited_at },
        ...{ reactions: lists.get(row.seq) ?? null, pinned: pinned.has(row.seq) ? 1 : 0 },
      })),
    )
    const showing = rows.filter(({ body }) => uploadsOf(JSON.parse(body) as StoredBody).length > 0)
    await media.lockUses(
      tx,
      chatKey,
      showing.map(({ id }) => toId(id)),
    )
    for (const row of rows) {
      const was = toMessage(row, chat)
      const { mentions: _, mentionsAll: __, forwardedFrom: ___, ...rest } = was
      const now = { ...rest, body: EMPTY, rev: chat.rev, retractedAt: Math.max(tx.now, was.at) }
      if (uploadsOf(was.body).length > 0) await media.keepUses(tx, { chatKey, messageId: was.id })
      await messages.updateMessage(tx.db, chatKey, now)
      await changeContents(tx.db, { chatKey, seq: row.seq }, { before: was.body, now: EMPTY })
      if (lists.has(row.seq)) reactions.push(...(await clearReactions(tx.db, chatKey, { seq: row.seq, rev: chat.rev })))
      changed.push(now)
    }
    await this.publish(tx, chat, { changed, reactions, pinsMoved: left.length < pins.length })
  }

  /** Gives the next messages of a cleanup their content back. Returns how many; 0 at the end. */
  async restoreNext(tx: Transaction, waveKey: number): Promise<number> {
    const chatKey = await store.selectNextChat(tx.db, waveKey)
    if (chatKey === undefined) return 0
    await tx.lock({ chats: [chatKey] })
    const seqs = await store.selectCovered(tx.db, { waveKey, chatKey, limit: STEP_MESSAGES })
    const held = await store.selectHeld(tx.db, chatKey, seqs)
    const own = held.filter((row) => row.wave_key === waveKey && row.body !== null)
    const back = []
    for (const row of own) {
      const other = held.find(({ seq, wave_key }) => seq === row.seq && wave_key !== waveKey)
      if (other) await store.passContent(tx.db, row, other.wave_key)
      else back.push(row)
    }
    await store.deleteHeld(tx.db, { chatKey, seqs, waveKey })
    if (back.length > 0) await this.restore(tx, chatKey, back)
    return seqs.length
  }

  private async restore(tx: Transaction, chatKey: number, held: readonly store.WithdrawnRow[]): Promise<void> {
    const before = await this.chatRow(tx, chatKey)
    const there = await store.selectMessages(
      tx.db,
      chatKey,
      held.map(({ seq }) => seq),
    )
    const ids = new Map(there.map((row) => [row.seq, row]))
    const pins = pinnedIn(before)
    const again = held.flatMap(({ seq, pinned }) => {
      const row = ids.get(seq)
      return pinned === 1 && row ? [{ id: toId(row.id), seq } as Chat['pinned'][number]] : []
    })
    const all = [...pins, ...again].slice(0, limits.pinnedMessages).sort((a, b) => a.seq - b.seq)
    const change = all.length > pins.length ? { raise: { row: { pinned: storedPins(all) } } } : {}
    const { row: chat } = await this.options.changes.changeChat(tx, { chat: before, ...change })
    const changed: Message[] = []
    const reactions = []
    for (const row of held) {
      const place = ids.get(row.seq)
      if (!place) continue
      await store.restoreMessage(tx.db, row, chat.rev)
      const now = toMessage({ ...place, ...contentOf(row), retracted_at: null, rev: chat.rev }, chat)
      await changeContents(tx.db, { chatKey, seq: row.seq }, { before: EMPTY, now: now.body })
      if (uploadsOf(now.body).length > 0) await this.options.media.recheckUses(tx, { chatKey, messageId: now.id })
      if (row.reactions !== null)
        reactions.push(
          ...(await restoreReactions(tx.db, chatKey, { seq: row.seq, list: row.reactions, rev: chat.rev })),
        )
      changed.push(now)
    }
    await this.publish(tx, chat, { changed, reactions, pinsMoved: all.length > pins.length })
  }

  /** Removes the content of the next messages of a cleanup, whatever other cleanups hold. Returns how many; 0 at the end. */
  async finishNext(tx: Transaction, waveKey: number): Promise<number> {
    const chatKey = await store.selectNextChat(tx.db, waveKey)
    if (chatKey === undefined) return 0
    await tx.lock({ chats: [chatKey] })
    const seqs = await store.selectCovered(tx.db, { waveKey, chatKey, limit: STEP_MESSAGES })
    const held = await store.selectHeld(tx.db, chatKey, seqs)
    const withFiles = held.filter(({ body }) => body !== null && uploadsOf(JSON.parse(body) as StoredBody).length > 0)
    if (withFiles.length > 0) {
      const rows = await store.selectMessages(
        tx.db,
        chatKey,
        withFiles.map(({ seq }) => seq),
      )
      await this.options.media.lockUses(
        tx,
        chatKey,
        rows.map(({ id }) => toId(id)),
      )
      for (const { id } of rows) await this.options.media.releaseUses(tx, { chatKey, messageId: toId(id) })
    }
    await store.deleteHeld(tx.db, { chatKey, seqs })
    return seqs.length
  }

  private async chatRow(tx: Transaction, key: number): Promise<ChatRow> {
    return tx.db.selectFrom('chats').selectAll().where('key', '=', key).executeTakeFirstOrThrow()
  }

  /** Members who can't see a message get only its seq. */
  private async publish(
    tx: Transaction,
    chat: ChatRow,
    {
      changed,
      reactions,
      pinsMoved,
    }: {
      readonly changed: readonly Message[]
      readonly reactions: Awaited<ReturnType<typeof clearReactions>>
      readonly pinsMoved: boolean
    },
  ): Promise<void> {
    const range = await this.options.access.findCommonRange(tx.db, toId(chat.id))
    const seen = new Set<number>()
    for (const { seq } of changed)
      if (range && (await this.options.access.everybodySees(tx.db, range, seq))) seen.add(seq)
    const shown = changed.filter(({ seq }) => seen.has(seq))
    const stale = changed.filter(({ seq }) => !seen.has(seq)).map(({ seq }) => seq)
    const shownReactions = reactions.filter(({ seq }) => seen.has(seq))
    publishChatChange(tx, chat, {
      rows: {
        ...(pinsMoved ? { chat: await this.options.changes.toChat(tx, chat) } : {}),
        ...(shown.length > 0 ? { messages: shown } : {}),
        ...(shownReactions.length > 0 ? { reactions: shownReactions } : {}),
        ...(stale.length > 0 ? { stale } : {}),
      },
    })
  }
}

const contentOf = (held: store.WithdrawnRow) => ({
  body: held.body ?? '',
  mentions: held.mentions,
  forwarded_id: held.forwarded_id,
  forwarded_at: held.forwarded_at,
  edited_at: held.edited_at,
})
const toMessage = (row: Row, chat: ChatRow): Message => messageFromRow(row, toId(chat.id), toId<UserId>(row.sender_id))
const pinnedIn = ({ pinned }: ChatRow): Chat['pinned'] =>
  pinned === null ? [] : (JSON.parse(pinned) as Chat['pinned'])
const storedPins = (pinned: Chat['pinned']): string | null => (pinned.length > 0 ? JSON.stringify(pinned) : null)
