import type { Input, Message, SystemBody } from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import type { ChatChanges, ChatRow } from '../chats/chat-changes'
import { publishChatChange } from '../chats/publish-chat-change'
import type { ServiceCaller } from '../lib/caller'
import { fail } from '../lib/fail'
import { toId } from '../lib/uuid-bytes'
import type { Messages } from '../messages/messages'
import type { Database, Queries } from '../storage/database'
import { userIds } from '../storage/queries/user-ids'
import type { UserRef } from '../users/users'
import { selectAccount } from './external-store'
import { countExternal, isServiceChat } from './service-chats-store'

export interface ServiceMessagesOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly changes: ChatChanges
  readonly messages: Pick<Messages, 'sendFor'>
}

/** Messages that services send in the name of users, and notices. */
export class ServiceMessages {
  constructor(private readonly options: ServiceMessagesOptions) {}

  /** Stores a message of a user; the rules of sends hold, except for friendship. */
  async send({ token }: ServiceCaller, { as, ...input }: Input<'service.sendMessage'>): Promise<Message> {
    const { database, messages } = this.options
    const row = await database.read((db) => selectAccount(db, as))
    if (!row || row.erase_at !== null) throw fail('not_found', { field: 'as' })
    if (row.disabled_at !== null) throw fail('account_disabled', { field: 'as' })
    if (row.admin === 1)
      throw fail('forbidden', { field: 'as', message: 'Services cannot send in the name of administrators.' })
    return messages.sendFor({ userKey: row.key, userId: toId(row.id) }, { ...input, via: token.name })
  }

  /** Writes a notice into a chat; the same id again returns the stored message. */
  notice({ token }: ServiceCaller, { chatId, id, text }: Input<'service.sendSystem'>): Promise<Message> {
    const { access, changes, database } = this.options
    const body: SystemBody = { type: 'system', event: 'notice', notice: text }
    return database.write(async (tx) => {
      const found = await access.findCommonRange(tx.db, chatId)
      if (!found || !(await takesNotices(tx.db, found.row))) throw fail('not_found', { field: 'chatId' })
      await tx.lock({ chats: [found.chatKey] })
      const chat = (await access.findCommonRange(tx.db, chatId))?.row ?? found.row
      const stored = await changes.findMessage(tx, chat, id)
      if (stored) return repeated(stored, body)
      if (chat.dissolved_at !== null) throw fail(chat.kind === 'direct' ? 'peer_closed' : 'dissolved')
      const sender = await senderIn(tx.db, chat)
      const { row, messages } = await changes.changeChat(tx, { chat, system: { sender, body, id, via: token.name } })
      publishChatChange(tx, row, { rows: { messages } })
      const [message] = messages
      if (!message) throw fail('internal')
      return message
    })
  }
}

/** Groups of services, and direct chats of users with external ids. */
const takesNotices = async (db: Queries, row: ChatRow): Promise<boolean> => {
  if (row.kind === 'group') return isServiceChat(db, row.key)
  const { direct_low: low, direct_high: high } = row
  return low !== null && high !== null && low !== high && (await countExternal(db, [low, high])) === 2
}

const repeated = (stored: Message, body: SystemBody): Message => {
  const { body: held } = stored
  const isSame = held.type === 'system' && held.event === 'notice' && held.notice === body.notice
  if (!isSame) throw fail('conflict')
  return stored
}

/** A row needs a sender: the owner of a group, or the first of the two in a direct chat. Clients don't show them. */
const senderIn = async (db: Queries, { owner_key, direct_low }: ChatRow): Promise<UserRef> => {
  const key = owner_key ?? direct_low
  const id = key === null ? undefined : (await userIds(db, [key])).get(key)
  if (key === null || !id) throw fail('not_found', { field: 'chatId' })
  return { key, id }
}
