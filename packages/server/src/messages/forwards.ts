import type { ChatId, ForwardedFrom, Input, Message, MessageId, StoredBody } from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import type { ChatAccess } from '../chats/access'
import type { Sender } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Claims } from '../media/claims'
import type { Database, Queries } from '../storage/database'
import type { Quotas } from '../usage/quotas'
import type { PeopleSearch } from '../users/people-search'
import { isDeletedFor } from './hidden-store'
import * as store from './store'
import { forwardable } from './stored-bodies'

export interface ForwardsOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly claims: Pick<Claims, 'share'>
  readonly people: Pick<PeopleSearch, 'mayShare'>
  readonly quotas: Pick<Quotas, 'countWrite'>
}

type Order = Pick<Input<'messages.forward'>, 'from' | 'withName'>

/** A forward just before it is stored. */
export interface Target {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly messageId: MessageId
  /** Refuses a source that the caller can't send there. */
  readonly admit: (source: StoredBody) => Promise<void>
}

interface Forwarded {
  readonly body: StoredBody
  readonly forwardedFrom?: ForwardedFrom | undefined
}

/** Loads the source of a forward. */
export class Forwards {
  constructor(private readonly options: ForwardsOptions) {}

  /**
   * The body of the source, with its uploads shared. Safe to repeat for the same message. For a used id, returns the
   * stored message; storing then decides whether the send is the same.
   * @throws Failure with `not_found`, `retracted`, `forbidden`, `daily_quota_exceeded`
   */
  async prepareForward(
    caller: Sender,
    { chatKey, chatId, messageId, admit }: Target,
    { from, withName }: Order,
  ): Promise<Forwarded> {
    const { database, claims, quotas } = this.options
    const own = { chatKey, chatId, id: messageId, senderKey: caller.userKey }
    const { stored, source } = await database.read(async (db) => {
      const known = await store.selectOwn(db, own)
      return known ? { stored: known.message } : { source: await this.sourceOf(db, caller, from) }
    })
    if (stored) return stored
    const { body } = source
    await admit(body)
    quotas.countWrite(caller, JSON.stringify(body).length)
    const uploads = uploadsOf(body)
    if (uploads.length > 0) await database.write((tx) => claims.share(tx, { chatKey, messageId }, uploads))
    return { body, forwardedFrom: originOf(source, { withName }) }
  }

  /** The forwarded message, as the caller sees it. */
  private async sourceOf(db: Queries, caller: Sender, { chatId, id }: Order['from']): Promise<Message> {
    const range = await this.options.access.findReadable(db, chatId, caller.userKey)
    const found = range && (await store.selectVisible(db, range, id))
    if (!found) throw fail('not_found', { field: 'from' })
    const { message } = found
    const place = { userKey: caller.userKey, chatKey: range.chatKey }
    if (await isDeletedFor(db, place, message.seq)) throw fail('not_found', { field: 'from' })
    const body = forwardable(message.body)
    if (body.type === 'contact' && !(await this.options.people.mayShare(db, caller, body.userId)))
      throw fail('not_found', { field: 'from' })
    return message
  }
}

/** The first author and time, through any number of forwards; a name that was left out stays out. */
const originOf = ({ senderId, at, forwardedFrom }: Message, { withName }: Pick<Order, 'withName'>): ForwardedFrom => {
  const first = forwardedFrom ?? { userId: senderId, at }
  return withName ? first : { at: first.at }
}
