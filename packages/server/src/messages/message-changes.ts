import {
  type AuditAction,
  type Chat,
  type ChatId,
  type Input,
  limits,
  type Message,
  type MessageId,
  type StoredBody,
} from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import type { AuditLog } from '../audit/audit-log'
import type { ChatAccess, Readable } from '../chats/access'
import type { ChatChanges } from '../chats/chat-changes'
import { refusal, writeRefused } from '../chats/policy'
import { publishChatChange } from '../chats/publish-chat-change'
import { rightsOf } from '../chats/rights'
import type { DirectChats } from '../friends/policy'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Media } from '../media/media'
import type { Written } from '../moderation/newcomers'
import type { SendRules } from '../moderation/send-rules'
import type { Database, Transaction } from '../storage/database'
import type { Standing } from '../storage/schema'
import { changeContents } from './contents-store'
import { type NamedPeople, sameMentions } from './mentions'
import { namingRefused } from './policy'
import { clearReactions } from './reaction-store'
import * as store from './store'
import { editable } from './stored-bodies'
import { keepRetracted } from './withdrawn-store'

export interface MessageChangesOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly changes: ChatChanges
  readonly media: Pick<Media, 'releaseUses'>
  readonly named: NamedPeople
  readonly sendRules: Pick<SendRules, 'know' | 'muted' | 'refusal'>
  readonly audit: Pick<AuditLog, 'record'>
  /** The rule for writing into direct chats. */
  readonly directChats: DirectChats
  /** How long a sender may retract a message, in milliseconds. */
  readonly retractWindowMs: number
}

/** A message and its chat's visible range for the caller, read under the chat's lock. */
interface Found {
  readonly range: Readable
  readonly message: Message
  readonly senderKey: number
  readonly own: boolean
}

interface Named {
  readonly chatId: ChatId
  readonly id: MessageId
}

/** Edits, retractions and pins: each change is a rev of the chat, and the message keeps its seq. */
export class MessageChanges {
  constructor(private readonly options: MessageChangesOptions) {}

  /**
   * Changes the text and mentions of an own message, for members who may still write. The same content changes nothing.
   */
  async edit(caller: Caller, { body, mentions, mentionsAll, ...named }: Input<'messages.edit'>): Promise<Message> {
    await this.options.sendRules.know()
    return this.options.database.write(async (tx) => {
      const { range, message, own } = await this.find(tx, caller, named)
      // The text of a forwarded message is another user's.
      if (!own || message.forwardedFrom) throw fail('forbidden', { field: 'id' })
      const before = editable(message.body)
      const naming = { ...(mentions ? { mentions } : {}), ...(mentionsAll ? { mentionsAll } : {}) }
      if (before.text === body.text && sameMentions(message, naming)) return message
      const standing = await this.options.access.standingIn(tx.db, range, caller.userKey)
      // A user who once had the right to mention everyone may still edit the rest.
      const fresh = { mentions, mentionsAll: message.mentionsAll ? undefined : mentionsAll }
      const refused =
        writeRefused(standing, { rule: this.options.directChats, nowMs: tx.now }) ?? namingRefused(standing, fresh)
      if (refused) throw refusal(refused)
      if (standing) await this.refuseByRules(tx, caller, { standing, written: { body, ...fresh } })
      if (mentions) await this.options.named.checkMentions(tx.db, range, mentions)
      const { mentions: _, mentionsAll: __, ...rest } = message
      const now = { ...rest, body, ...naming, editedAt: Math.max(tx.now, message.at) }
      return this.change(tx, range, { before: message, now })
    })
  }

  /** Refuses an edit that the sender couldn't send now. */
  private async refuseByRules(
    tx: Transaction,
    { userKey }: Caller,
    message: { readonly standing: Standing; readonly written: Written },
  ): Promise<void> {
    const { sendRules } = this.options
    const muted = sendRules.muted(userKey, message.standing)
    const refused = muted ?? (await sendRules.refusal(tx.db, { userKey, nowMs: tx.now }, message))
    if (refused) throw refused
  }

  /** Retracts a message: its text is no longer stored. A retracted message stays unchanged. */
  retract(caller: Caller, named: Input<'messages.retract'>): Promise<Message> {
    return this.options.database.write(async (tx) => {
      const { range, message, own, senderKey } = await this.find(tx, caller, named)
      const moderates = await this.moderates(tx, caller, range)
      if (message.body.type === 'system' || (!own && !moderates)) throw fail('forbidden', { field: 'id' })
      if (message.retractedAt !== undefined) {
        const kept = await this.keepRetracted(tx, range, message)
        if (kept && !own) await this.record(tx, caller, { action: 'message_retracted', userKey: senderKey, range })
        return message
      }
      refuseEnded(range.row)
      if (!moderates && tx.now - message.at > this.options.retractWindowMs) throw fail('too_late')
      if (!own) await this.record(tx, caller, { action: 'message_retracted', userKey: senderKey, range })
      return this.retractFound(tx, range, message)
    })
  }

  /**
   * Retracts a message in a locked chat for one who decides on reports of it. A message that is gone stays gone.
   * @throws `dissolved`
   */
  async retractIn(tx: Transaction, caller: Caller, { chatId, id }: Named): Promise<void> {
    const range = await this.options.access.findCommonRange(tx.db, chatId)
    const found = range && (await store.selectVisible(tx.db, range, id))
    if (!found) return
    const act = { action: 'message_retracted', userKey: found.senderKey, range } as const
    if (found.message.retractedAt !== undefined) {
      if (await this.keepRetracted(tx, range, found.message)) await this.record(tx, caller, act)
      return
    }
    refuseEnded(range.row)
    await this.record(tx, caller, act)
    await this.retractFound(tx, range, found.message)
  }

  /** Leaves it retracted, whatever cleanup is undone. Returns whether an undo could have brought it back. */
  private async keepRetracted(tx: Transaction, { chatKey }: Readable, { id, seq }: Message): Promise<boolean> {
    const kept = await keepRetracted(tx.db, chatKey, seq)
    if (kept) await this.options.media.releaseUses(tx, { chatKey, messageId: id })
    return kept
  }

  private async retractFound(tx: Transaction, range: Readable, message: Message): Promise<Message> {
    if (uploadsOf(message.body).length > 0)
      await this.options.media.releaseUses(tx, { chatKey: range.chatKey, messageId: message.id })
    const body: StoredBody = { type: 'retracted' }
    const { mentions: _, mentionsAll: __, forwardedFrom: ___, ...rest } = message
    const now = { ...rest, body, retractedAt: Math.max(tx.now, message.at) }
    return this.change(tx, range, { before: message, now })
  }

  /**
   * Pins a message for everyone, or unpins it. Permitted for moderators. Direct chats, and groups that leave pinning to
   * members, permit it to all writers.
   */
  pin(caller: Caller, { pinned, ...named }: Input<'messages.pin'>): Promise<Chat> {
    const { access, changes, database, directChats: rule } = this.options
    return database.write(async (tx) => {
      const { range, message, senderKey } = await this.find(tx, caller, named)
      const standing = await access.standingIn(tx.db, range, caller.userKey)
      const left = range.kind === 'direct' || (range.kind === 'group' && rightsOf(range.row).pin === 'members')
      if (!standing?.moderates && !left) throw fail('forbidden', { field: 'id' })
      refuseEnded(range.row)
      const refused = standing?.moderates ? undefined : writeRefused(standing, { rule, nowMs: tx.now })
      if (refused) throw refusal(refused)
      if (message.body.type === 'system') throw fail('forbidden', { field: 'id' })
      if (pinned && message.retractedAt !== undefined) throw fail('retracted')
      const before = pinnedIn(range.row)
      const others = before.filter(({ id }) => id !== message.id)
      if (others.length < before.length === pinned) return changes.toChat(tx, range.row)
      if (pinned && before.length >= limits.pinnedMessages) throw fail('too_many_pinned')
      const now = pinned ? [...others, { id: message.id, seq: message.seq }].sort((a, b) => a.seq - b.seq) : others
      const action = pinned ? 'message_pinned' : 'message_unpinned'
      await this.record(tx, caller, { action, userKey: senderKey, range })
      const { row } = await changes.changeChat(tx, { chat: range.row, raise: { row: { pinned: toStored(now) } } })
      const chat = await changes.toChat(tx, row)
      publishChatChange(tx, row, { rows: { chat } })
      return chat
    })
  }

  /** The message under the chat's lock, for a member who may see it. */
  private async find(tx: Transaction, caller: Caller, { chatId, id }: Named): Promise<Found> {
    const { row } = await this.memberOf(tx, caller, chatId)
    // In channels, administrators count too.
    if (row.kind === 'channel') await tx.lock({ users: [caller.userKey] })
    await tx.lock({ chats: [row.key] })
    const range = await this.memberOf(tx, caller, chatId)
    const found = await store.selectVisible(tx.db, range, id)
    if (!found) throw fail('not_found', { field: 'id' })
    const { message, senderKey } = found
    return { range, message, senderKey, own: senderKey === caller.userKey }
  }

  /** Records what an administrator does in a channel of others. */
  private async record(
    tx: Transaction,
    caller: Caller,
    { action, userKey, range }: { readonly action: AuditAction; readonly userKey: number; readonly range: Readable },
  ): Promise<void> {
    if (range.kind !== 'channel' || range.row.owner_key === caller.userKey) return
    await this.options.audit.record(tx, caller, { action, userKey, chatKey: range.chatKey })
  }

  /** The visible range of a present member. */
  private async memberOf(tx: Transaction, caller: Caller, chatId: ChatId): Promise<Readable> {
    const range = await this.options.access.findReadable(tx.db, chatId, caller.userKey)
    if (!range) throw fail('not_found')
    if (!range.member) throw fail('not_a_member')
    return range
  }

  private async moderates(tx: Transaction, caller: Caller, range: Readable): Promise<boolean> {
    return (await this.options.access.standingIn(tx.db, range, caller.userKey))?.moderates ?? false
  }

  /**
   * Stores a changed message. If any member may not see it, the push names only its seq, and permitted clients fetch
   * it.
   */
  private async change(
    tx: Transaction,
    range: Readable,
    { before, now }: { readonly before: Message; readonly now: Message },
  ): Promise<Message> {
    const { access, changes } = this.options
    // Retracting a message unpins it.
    const pinned = pinnedIn(range.row)
    const left = now.retractedAt === undefined ? pinned : pinned.filter(({ id }) => id !== now.id)
    const raise = left.length < pinned.length ? { raise: { row: { pinned: toStored(left) } } } : {}
    const { row } = await changes.changeChat(tx, { chat: range.row, ...raise })
    const message = { ...now, rev: row.rev }
    await store.updateMessage(tx.db, row.key, message)
    await changeContents(tx.db, { chatKey: row.key, seq: message.seq }, { before: before.body, now: message.body })
    const { rev, seq } = message
    const reactions = now.retractedAt === undefined ? [] : await clearReactions(tx.db, range.chatKey, { seq, rev })
    const lost = reactions.length > 0 ? { reactions } : {}
    const seen = await access.everybodySees(tx.db, range, seq)
    const rows = seen ? { messages: [message], ...lost } : { stale: [seq] }
    const chat = left.length < pinned.length ? { chat: await changes.toChat(tx, row) } : {}
    publishChatChange(tx, row, { rows: { ...chat, ...rows } })
    return message
  }
}

/** Senders can still retract in the direct chat with a closed account. */
const refuseEnded = ({ kind, dissolved_at }: Readable['row']): void => {
  if (kind !== 'direct' && dissolved_at !== null) throw fail('dissolved')
}

const pinnedIn = ({ pinned }: Readable['row']): Chat['pinned'] =>
  pinned === null ? [] : (JSON.parse(pinned) as Chat['pinned'])
const toStored = (pinned: Chat['pinned']): string | null => (pinned.length > 0 ? JSON.stringify(pinned) : null)
