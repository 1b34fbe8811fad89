import type { Input, Message } from '@parley/protocol'
import type { Access, ChatAccess } from '../chats/access'
import { refusal, writeRefused } from '../chats/policy'
import type { DirectChats } from '../friends/policy'
import type { Caller, Sender } from '../lib/caller'
import { type Failure, fail } from '../lib/fail'
import type { Written, WrittenBody } from '../moderation/newcomers'
import type { SendRules } from '../moderation/send-rules'
import { sentHash } from '../storage/append/sent-hash'
import { storedMentions } from '../storage/append/stored-mentions'
import type { Database } from '../storage/database'
import type { Standing } from '../storage/schema'
import type { NamedPeople } from './mentions'
import { namingRefused } from './policy'
import type { PreparedBody, Sending, SentBodies } from './sent-bodies'
import * as store from './store'
import { asSeenIn } from './withheld'

export interface MessagesOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly bodies: SentBodies
  readonly named: NamedPeople
  readonly sendRules: SendRules
  /** The rule for writing into direct chats. */
  readonly directChats: DirectChats
}

/** How a send finds its access, and uses it. */
interface Turn<T> {
  readonly find: () => Promise<Access | undefined> | Access
  readonly use: (access: Access | undefined) => Promise<T>
}

/** A send when its turn comes. Its body isn't prepared without access, or where writing is refused. */
interface Ready {
  readonly access: Access | undefined
  readonly decision: number
  readonly prepared: PreparedBody | undefined
}

/** Decisions of one send while rights keep changing. */
const DECISIONS_MAX = 10

/** Adds messages. */
export class Messages {
  /** Sends that wait for their access, by chat and user: the last one of each. */
  private readonly turns = new Map<string, Promise<void>>()

  private readonly mayStill = (standing: Standing | undefined, nowMs: number) =>
    writeRefused(standing, { rule: this.options.directChats, nowMs }) === undefined
  private readonly mayStillByService = (standing: Standing | undefined, nowMs: number) =>
    writeRefused(standing, { rule: 'everyone', nowMs }) === undefined
  private readonly mayStillNameAll = (standing: Standing | undefined, nowMs: number) =>
    this.mayStill(standing, nowMs) && standing?.moderates === true

  constructor(private readonly options: MessagesOptions) {}

  /**
   * Stores a message. With cached access the message joins the next group commit before this returns, so that sends of
   * one connection keep their order.
   */
  send(caller: Caller, input: Input<'messages.send'>): Promise<Message> {
    return this.decide(caller, input, 1)
  }

  /** Stores a message with the body of another one, by the rules of a send. */
  forward(caller: Caller, { id, chatId, from, withName }: Input<'messages.forward'>): Promise<Message> {
    return this.decide(caller, { id, chatId, body: { type: 'forward', from, withName } }, 1)
  }

  /** Stores a message that a service sends in the name of a user. It needs no friendship, but blocks count. */
  sendFor(sender: Sender, input: Sending & { readonly via: string }): Promise<Message> {
    return this.decide(sender, input, 1)
  }

  private decide(caller: Sender, input: Sending, decision: number): Promise<Message> {
    const { body, mentions, mentionsAll, via } = input
    const { sendRules } = this.options
    if (!sendRules.isKnown) return sendRules.know().then(() => this.decide(caller, input, decision))
    if (body.type !== 'text' || mentions || (via === undefined && sendRules.concerns({ body, mentionsAll })))
      return this.decidePrepared(caller, input, decision)
    // The usual case: all data is cached, and nothing has to wait.
    const access = this.turns.size === 0 ? this.find(caller, input) : undefined
    if (access && !(access instanceof Promise))
      return this.store(caller, input, { access, decision, prepared: { body } })
    return this.inTurn(caller, input, {
      find: () => access ?? this.find(caller, input),
      use: (found) => this.store(caller, input, { access: found, decision, prepared: { body } }),
    })
  }

  private find(caller: Sender, { chatId }: Sending): Promise<Access | undefined> | Access {
    return this.options.access.findAccess(chatId, caller.userKey)
  }

  /** Looks up the references of the body before its turn. Later messages of the same sender wait for it. */
  private decidePrepared(caller: Sender, input: Sending, decision: number): Promise<Message> {
    let prepared: PreparedBody | undefined
    const prepare = async () => {
      const access = await this.find(caller, input)
      if (!access || this.refusedFor(access, input)) return access
      await this.checkNamed(access, input)
      prepared = await this.prepare(caller, access, input)
      return access
    }
    const use = (access: Access | undefined) => this.store(caller, input, { access, decision, prepared })
    return this.inTurn(caller, input, { find: prepare, use })
  }

  /** The body of a forward is known only once its source was found, so that `admit` looks at it then. */
  private async prepare(caller: Sender, access: Access, input: Sending): Promise<PreparedBody> {
    const { body } = input
    const muted = this.options.sendRules.muted(caller.userKey, access)
    if (muted) return { refused: muted }
    const isFree = body.type === 'forward' || input.via !== undefined
    const refused = isFree ? undefined : await this.ruledOut(caller, access, { ...input, body })
    if (refused) return { refused }
    const admit = async (source: WrittenBody) => {
      const failure = await this.ruledOut(caller, access, { ...input, body: source })
      if (failure) throw failure
    }
    const checkWords = (claimed: WrittenBody) => {
      const failure = this.options.sendRules.refusedWord(access, claimed)
      if (failure) throw failure
    }
    return this.options.bodies.prepareBody(caller, { chatKey: access.chatKey, admit, checkWords }, input)
  }

  /** Why a message can't be sent. The words of texts are looked at just before they are stored. */
  private ruledOut({ userKey }: Sender, standing: Access, written: Written): Promise<Failure | undefined> {
    const { database, sendRules } = this.options
    const refused = written.body.type === 'text' ? undefined : sendRules.refusedWord(standing, written.body)
    if (refused || !sendRules.concerns(written)) return Promise.resolve(refused)
    const sender = { userKey, nowMs: database.now() }
    return database.read((db) => sendRules.newcomerRefusal(db, sender, { standing, written }))
  }

  private async checkNamed(access: Access, { mentions }: Sending): Promise<void> {
    if (mentions) await this.options.database.read((db) => this.options.named.checkMentions(db, access, mentions))
  }

  private refusedFor(access: Access | undefined, input: Sending) {
    const { database, directChats } = this.options
    const rule = input.via === undefined ? directChats : 'everyone'
    return writeRefused(access, { rule, nowMs: database.now() }) ?? namingRefused(access, input)
  }

  /**
   * Finds the access for a send. While an earlier send of the same user into the same chat waits for its access, later
   * ones wait behind it. Otherwise a second lookup, after the cache was dropped, might finish before the first.
   */
  private inTurn<T>(caller: Sender, { chatId }: Sending, { find, use }: Turn<T>): Promise<T> {
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

  private async store(caller: Sender, input: Sending, { access, decision, prepared }: Ready): Promise<Message> {
    const refused = this.refusedFor(access, input)
    // No member is connected to this node, so its cached access may be stale, and not all changes are published. A
    // cached refusal is verified.
    if (refused && access && decision === 1) {
      this.options.access.forgetAccess(input.chatId, caller.userKey)
      return this.decide(caller, input, decision + 1)
    }
    if (refused || !access)
      return this.repeatedOr(caller, { input, access, refused: refusal(refused ?? { name: 'not_found' }) })
    // Writing was refused when the body's turn came, and no longer is.
    if (!prepared) return this.again(caller, input, decision)
    if ('refused' in prepared) return this.repeatedOr(caller, { input, access, refused: prepared.refused })
    const { body, forwardedFrom } = prepared
    const { chatKey, aclRev, moderates } = access
    const { id, chatId, replyTo, mentions, mentionsAll, via } = input
    const { sendRules } = this.options
    const halting =
      via === undefined ? sendRules.halt(caller, access, { id, body }) : sendRules.haltService(caller, access, body)
    const halted = halting instanceof Promise ? await halting : halting
    if (halted) return this.repeatedOr(caller, { input, access, refused: halted })
    const appended = await this.options.database.appendMessage({
      id,
      chatKey,
      chatId,
      body,
      senderKey: caller.userKey,
      senderId: caller.userId,
      aclRev,
      moderates,
      replyTo,
      forwardedFrom,
      mentions,
      mentionsAll,
      via,
      mayStill: via !== undefined ? this.mayStillByService : mentionsAll ? this.mayStillNameAll : this.mayStill,
      sentBody: input.body.type === 'text' ? undefined : JSON.stringify(input.body),
    })
    if (appended.outcome === 'conflict') throw fail('conflict')
    if (appended.outcome === 'too_soon') throw fail('slow_mode', { retryAfterMs: appended.retryAfterMs })
    if (appended.outcome === 'stale_access' || appended.accessMoved) this.options.access.invalidateChat(chatId)
    if (appended.outcome !== 'stale_access') return appended.message
    return this.again(caller, input, decision)
  }

  private again(caller: Sender, input: Sending, decision: number): Promise<Message> {
    if (decision >= DECISIONS_MAX) throw fail('unavailable')
    return this.decide(caller, input, decision + 1)
  }

  /** A stored message is returned again even after the sender lost write access. */
  private async repeatedOr(
    caller: Sender,
    { input, access, refused }: { input: Sending; access: Access | undefined; refused: Error },
  ): Promise<Message> {
    if (!access) throw refused
    const { chatKey } = access
    const { chatId, id } = input
    const own = await this.options.database.read(async (db) => {
      const found = await store.selectOwn(db, { chatKey, chatId, id, senderKey: caller.userKey })
      const range = found && (await this.options.access.findReadable(db, chatId, caller.userKey))
      return range && { ...found, message: asSeenIn(range, found) }
    })
    const sent = sentHash(JSON.stringify(input.body), { replyTo: input.replyTo, mentions: storedMentions(input) })
    const same = own && Buffer.compare(own.sentHash, sent) === 0
    if (!same) throw refused
    return own.message
  }
}
