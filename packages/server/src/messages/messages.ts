import type { ImageBody, Input, Message, Result, StoredBody, TextBody } from '@parley/protocol'
import type { Access, AccessCache } from '../chats/access'
import type { DirectChats } from '../friends/policy'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Media } from '../media/media'
import type { Database } from '../storage/database'
import type { Standing } from '../storage/schema'
import { sentHash } from '../storage/sent-hash'
import { storedMentions } from '../storage/stored-mentions'
import type { Users } from '../users/users'
import type { NamedPeople } from './mentions'
import { namingRefused, refusal, writeRefused } from './policy'
import type { ReactionHistory } from './reaction-history'
import * as store from './store'

export interface MessagesOptions {
  readonly database: Database
  readonly access: AccessCache
  readonly users: Users
  readonly reactions: ReactionHistory
  readonly media: Pick<Media, 'claim'>
  readonly named: NamedPeople
  /** With whom people may write in a direct chat. */
  readonly directChats: DirectChats
}

type Send = Input<'messages.send'>

/** How a send finds its access, and what it does with it. */
interface Turn<T> {
  readonly find: () => Promise<Access | undefined> | Access
  readonly use: (access: Access | undefined) => Promise<T>
}

/** Decisions that one send may go through while the rights under it keep changing. */
const DECISIONS_MAX = 10

const noPicture = {
  field: 'body.mediaId',
  message: 'body.mediaId: no upload of yours for this chat that is unused',
}

/** Adding messages and reading history. */
export class Messages {
  /** Sends that wait for their access, by chat and user: the last one of each. */
  private readonly turns = new Map<string, Promise<void>>()

  private readonly mayStill = (standing: Standing | undefined, nowMs: number) =>
    writeRefused(standing, { rule: this.options.directChats, nowMs }) === undefined
  private readonly mayStillNameAll = (standing: Standing | undefined, nowMs: number) =>
    this.mayStill(standing, nowMs) && standing?.moderates === true

  constructor(private readonly options: MessagesOptions) {}

  /**
   * Stores a message. With the access cached it joins the next group commit before this returns, so that sends of one
   * connection keep their order.
   */
  send(caller: Caller, input: Send): Promise<Message> {
    return this.decide(caller, input, 1)
  }

  private decide(caller: Caller, input: Send, decision: number): Promise<Message> {
    const { body } = input
    if (body.type !== 'text' || input.mentions) return this.decidePrepared(caller, input, decision)
    // Nearly always: everything is at hand, and nobody waits.
    const access = this.turns.size === 0 ? this.find(caller, input) : undefined
    if (access && !(access instanceof Promise)) return this.store(caller, input, { access, decision, body })
    return this.inTurn(caller, input, {
      find: () => access ?? this.find(caller, input),
      use: (found) => this.store(caller, input, { access: found, decision, body }),
    })
  }

  private find(caller: Caller, { chatId }: Send): Promise<Access | undefined> | Access {
    return this.options.access.find(chatId, caller.userKey)
  }

  /** A picture is found, and who is named, before it has its turn, and what was sent after it waits. */
  private decidePrepared(caller: Caller, input: Send, decision: number): Promise<Message> {
    const { body } = input
    let ready: TextBody | ImageBody | undefined = body.type === 'text' ? body : undefined
    const prepare = async () => {
      const access = await this.find(caller, input)
      await this.checkNamed(access, input)
      if (access && body.type === 'image')
        ready = await this.options.media.claim(caller, { chatKey: access.chatKey, messageId: input.id, body })
      return access
    }
    const use = (access: Access | undefined) => this.store(caller, input, { access, decision, body: ready })
    return this.inTurn(caller, input, { find: prepare, use })
  }

  /** Who may not write is refused for that, and hears nothing of who is here. */
  private async checkNamed(access: Access | undefined, input: Send): Promise<void> {
    const { mentions } = input
    if (!access || !mentions || this.refusedFor(access, input)) return
    await this.options.database.read((db) => this.options.named.check(db, access, mentions))
  }

  private refusedFor(access: Access | undefined, input: Send) {
    const { database, directChats: rule } = this.options
    return writeRefused(access, { rule, nowMs: database.now() }) ?? namingRefused(access, input)
  }

  /**
   * Finds the access for a send. While an earlier send of the same user into the same chat still waits for it, later ones wait
   * behind it: a second lookup, of what was forgotten meanwhile, may be answered before the first.
   */
  private inTurn<T>(caller: Caller, { chatId }: Send, { find, use }: Turn<T>): Promise<T> {
    const key = `${chatId}${caller.userKey}`
    const access = this.turns.get(key)?.then(find) ?? find()
    if (!(access instanceof Promise)) return use(access)
    const used = access.then(use)
    // Settles after `use` has begun, which is when the message has its place.
    const turn = access.then(
      () => {},
      () => {},
    )
    this.turns.set(key, turn)
    void turn.then(() => {
      if (this.turns.get(key) === turn) this.turns.delete(key)
    })
    return used
  }

  private async store(
    caller: Caller,
    input: Send,
    { access, decision, body }: { access: Access | undefined; decision: number; body: StoredBody | undefined },
  ): Promise<Message> {
    const refused = this.refusedFor(access, input)
    // A node that nobody of the chat is on hears of no change, and of some nobody may hear: refused is asked again.
    if (refused && access && decision === 1) {
      this.options.access.forget(input.chatId, caller.userKey)
      return this.decide(caller, input, decision + 1)
    }
    if (refused || !access)
      return this.repeatedOr(caller, { input, access, refused: refusal(refused ?? { name: 'not_found' }) })
    if (!body) return this.repeatedOr(caller, { input, access, refused: fail('not_found', noPicture) })
    const { chatKey, aclRev, moderates } = access
    const { id, chatId, replyTo, mentions, mentionsAll } = input
    const appended = await this.options.database.append({
      id,
      chatKey,
      chatId,
      body,
      senderKey: caller.userKey,
      senderId: caller.userId,
      aclRev,
      moderates,
      replyTo,
      mentions,
      mentionsAll,
      mayStill: mentionsAll ? this.mayStillNameAll : this.mayStill,
      sentBody: input.body.type === 'text' ? undefined : JSON.stringify(input.body),
    })
    if (appended.outcome === 'conflict') throw fail('conflict')
    if (appended.outcome === 'too_soon') throw fail('slow_mode', { retryAfterMs: appended.retryAfterMs })
    if (appended.outcome === 'stale_access' || appended.accessMoved) this.options.access.invalidate(chatId)
    if (appended.outcome !== 'stale_access') return appended.message
    if (decision >= DECISIONS_MAX) throw fail('unavailable')
    return this.decide(caller, input, decision + 1)
  }

  /** A message that was stored while writing was allowed is answered again even when it no longer is. */
  private async repeatedOr(
    caller: Caller,
    { input, access, refused }: { input: Send; access: Access | undefined; refused: Error },
  ): Promise<Message> {
    if (!access) throw refused
    const { chatKey } = access
    const own = await this.options.database.read((db) =>
      store.selectOwn(db, { chatKey, chatId: input.chatId, id: input.id, senderKey: caller.userKey }),
    )
    const sent = sentHash(JSON.stringify(input.body), { replyTo: input.replyTo, mentions: storedMentions(input) })
    const same = own && Buffer.compare(own.sentHash, sent) === 0
    if (!same) throw refused
    return own.message
  }

  /** A page of history, with the rev of the same snapshot. */
  list(caller: Caller, input: Input<'messages.list'>): Promise<Result<'messages.list'>> {
    return this.options.database.read(async (db) => {
      const range = await this.options.access.readable(db, input.chatId, caller.userKey)
      if (!range) throw fail('not_found')
      const { limit } = input
      let messages: Message[]
      let more = false
      if (input.around !== undefined) {
        const older = await store.before(db, range, { seq: input.around + 1, limit: Math.ceil(limit / 2) })
        const newer = await store.after(db, range, { seq: input.around, limit: Math.floor(limit / 2) })
        messages = [...older, ...newer]
        more = older.length + newer.length === limit
      } else {
        const page =
          input.after === undefined
            ? await store.before(db, range, { seq: input.before ?? range.head.seq + 1, limit: limit + 1 })
            : await store.after(db, range, { seq: input.after, limit: limit + 1 })
        more = page.length > limit
        messages = input.after === undefined ? page.slice(-limit) : page.slice(0, limit)
      }
      const people = [...new Set(messages.flatMap(({ senderId, mentions = [] }) => [senderId, ...mentions]))]
      const keys = await this.options.users.keysOf(db, people)
      const [first, last] = [messages[0], messages.at(-1)]
      const { chatKey, chatId, head } = range
      const page = { chatKey, chatId, from: first?.seq ?? 0, to: last?.seq ?? -1, until: head.rev }
      const reacted = await this.options.reactions.page(db, caller.userKey, page)
      return {
        messages,
        ...reacted,
        users: await this.options.users.rowsByKeys(db, [...keys.values()]),
        rev: range.head.rev,
        more,
      }
    })
  }
}
