import type { Input, Message, Result, User } from '@parley/protocol'
import { peopleIn } from '@parley/protocol/people-in'
import type { ChatAccess, Readable } from '../chats/access'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Database, Queries } from '../storage/database'
import type { Users } from '../users/users'
import { selectContents } from './contents-store'
import { playedOfPage } from './playing'
import type { ReactionHistory } from './reaction-history'
import * as store from './store'

export interface MessagePagesOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly users: Users
  readonly reactions: ReactionHistory
}

/** Messages, oldest first, and whether more follow. */
interface Page {
  readonly messages: Message[]
  readonly more: boolean
}

/** Reads stored messages, a page at a time. */
export class MessagePages {
  constructor(private readonly options: MessagePagesOptions) {}

  /** A page of history, with the rev of the same snapshot. */
  list(caller: Caller, input: Input<'messages.list'>): Promise<Result<'messages.list'>> {
    return this.options.database.read(async (db) => {
      const range = await this.rangeFor(db, caller, input)
      const { messages, more } = await pageOf(db, range, input)
      const first = messages[0]
      const last = messages.at(-1)
      const { chatKey, chatId, head } = range
      const page = { chatKey, chatId, from: first?.seq ?? 0, to: last?.seq ?? -1, until: head.rev }
      return {
        messages,
        ...(await this.options.reactions.readPage(db, caller.userKey, page)),
        played: await playedOfPage(db, { userKey: caller.userKey, chatKey, chatId, messages }),
        users: await this.peopleOf(db, messages),
        rev: head.rev,
        more,
      }
    })
  }

  /** A page of the messages with contents of one kind, newest first. */
  media(caller: Caller, input: Input<'messages.media'>): Promise<Result<'messages.media'>> {
    return this.options.database.read(async (db) => {
      const range = await this.rangeFor(db, caller, input)
      const { kind, before = range.head.seq + 1, limit } = input
      const found = await selectContents(db, range, { kind, before, limit: limit + 1 })
      const messages = found.slice(0, limit)
      const { chatKey, chatId, head } = range
      return {
        messages,
        played: await playedOfPage(db, { userKey: caller.userKey, chatKey, chatId, messages }),
        users: await this.peopleOf(db, messages),
        rev: head.rev,
        more: found.length > limit,
      }
    })
  }

  private async rangeFor(
    db: Queries,
    caller: Caller,
    { chatId }: Pick<Input<'messages.list'>, 'chatId'>,
  ): Promise<Readable> {
    const range = await this.options.access.findReadable(db, chatId, caller.userKey)
    if (!range) throw fail('not_found')
    return range
  }

  private async peopleOf(db: Queries, messages: readonly Message[]): Promise<User[]> {
    const { users } = this.options
    const people = [...new Set(messages.flatMap((message) => [...peopleIn(message)]))]
    return users.rowsByKeys(db, [...(await users.keysOf(db, people)).values()])
  }
}

const pageOf = async (db: Queries, range: Readable, input: Input<'messages.list'>): Promise<Page> => {
  const { before = range.head.seq + 1, after, limit } = input
  const around = input.at === undefined ? input.around : await store.seqSince(db, range, input.at)
  if (around !== undefined) {
    const older = await store.before(db, range, { seq: around + 1, limit: Math.ceil(limit / 2) })
    const newer = await store.after(db, range, { seq: around, limit: Math.floor(limit / 2) })
    return { messages: [...older, ...newer], more: older.length + newer.length === limit }
  }
  if (after !== undefined) {
    const page = await store.after(db, range, { seq: after, limit: limit + 1 })
    return { messages: page.slice(0, limit), more: page.length > limit }
  }
  const page = await store.before(db, range, { seq: before, limit: limit + 1 })
  return { messages: page.slice(-limit), more: page.length > limit }
}
