import { type Input, limits, type Reactions, type Result } from '@parley/protocol'
import type { ChatAccess, Readable } from '../chats/access'
import type { ChatChanges } from '../chats/chat-changes'
import { refusal as refusalOf, writeRefused } from '../chats/policy'
import { publishChatChange } from '../chats/publish-chat-change'
import type { DirectChats } from '../friends/policy'
import type { Caller } from '../lib/caller'
import type { Clock } from '../lib/clock'
import { Failure, fail } from '../lib/fail'
import { toBytes } from '../lib/uuid-bytes'
import type { Database, Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import { type Reacted, withReaction } from './reaction-list'
import * as store from './reaction-store'
import { selectVisible } from './store'

export interface ReactingOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly changes: ChatChanges
  readonly clock: Clock
  /** The rule for writing into direct chats. */
  readonly directChats: DirectChats
}

type Answer = Result<'messages.react'>

interface Asked {
  readonly caller: Caller
  readonly input: Input<'messages.react'>
}
interface Waiting extends Asked {
  readonly answer: (answer: Answer) => void
  readonly refuse: (error: unknown) => void
}

/** The most reactions that are stored together. */
const TOGETHER = 32
/** The most reactions to one message that may wait. */
const WAITING_MAX = 1_000

/** The outcome of some reactions to one message: a result or a refusal for each, or the time to wait. */
type Outcome = { readonly waitMs: number } | { readonly ends: readonly (Answer | Error)[] }

/**
 * Reactions to messages, stored message by message, each at most once in `limits.reactionIntervalMs`. Reactions that
 * arrive meanwhile are stored together.
 */
export class Reacting {
  private readonly queues = new Map<string, Waiting[]>()

  constructor(private readonly options: ReactingOptions) {}

  /** Sets or removes one reaction of the caller; returns when it is stored. */
  react(caller: Caller, input: Asked['input']): Promise<Answer> {
    const key = `${input.chatId}${input.id}`
    const queue = this.queues.get(key)
    if (queue && queue.length >= WAITING_MAX) throw fail('unavailable')
    return new Promise((answer, refuse) => {
      const waiting = { caller, input, answer, refuse }
      if (queue) queue.push(waiting)
      else void this.work(key, [waiting])
    })
  }

  /** Stores the waiting reactions to one message until none are left. */
  private async work(key: string, queue: Waiting[]): Promise<void> {
    this.queues.set(key, queue)
    while (queue.length > 0) {
      const some = queue.slice(0, TOGETHER)
      try {
        const outcome = await this.options.database.write((tx) => this.store(tx, some))
        if ('waitMs' in outcome) {
          await this.sleep(outcome.waitMs)
          continue
        }
        for (const [at, end] of outcome.ends.entries())
          if (end instanceof Error) some[at]?.refuse(end)
          else some[at]?.answer(end)
      } catch (error) {
        for (const { refuse } of some) refuse(error)
      }
      queue.splice(0, some.length)
    }
    this.queues.delete(key)
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.options.clock.setTimeout(resolve, ms))
  }

  private async store(tx: Transaction, asked: readonly Asked[]): Promise<Outcome> {
    const [first] = asked
    if (!first) return { ends: [] }
    await tx.lock({ users: asked.map(({ caller }) => caller.userKey) })
    const chat = await this.options.access.findCommonRange(tx.db, first.input.chatId)
    if (!chat) return { ends: asked.map(() => fail('not_found')) }
    await tx.lock({ chats: [chat.chatKey] })
    const found: (store.MessagePlace | Failure)[] = []
    for (const one of asked) found.push(await this.find(tx, one).catch(refusal))
    const place = found.find((one) => !(one instanceof Failure))
    if (!place || place instanceof Failure) return { ends: found.filter((one) => one instanceof Failure) }
    const held = await store.selectReactions(tx.db, place.chatKey, place.seq)
    const planned = await this.plan(tx, { asked, found, held, place })
    if (planned.changed.size > 0) {
      const sinceMs = tx.now - (held?.bumped_at ?? 0)
      // After the clock was set back, the time of the last change is meaningless.
      if (sinceMs >= 0 && sinceMs < limits.reactionIntervalMs) return { waitMs: limits.reactionIntervalMs - sinceMs }
      await this.write(tx, { chat, place, planned, asked })
    }
    return { ends: await this.ends(tx, { asked, place, planned }) }
  }

  /** The place of a message that the caller may react to. */
  private async find(tx: Transaction, { caller, input }: Asked): Promise<store.MessagePlace> {
    const range = await this.options.access.findReadable(tx.db, input.chatId, caller.userKey)
    if (!range) throw fail('not_found')
    const standing = await this.options.access.standingIn(tx.db, range, caller.userKey)
    const refused = writeRefused(standing, { rule: this.options.directChats, nowMs: tx.now })
    if (refused) throw refusalOf(refused)
    const found = await selectVisible(tx.db, range, input.id)
    if (!found) throw fail('not_found', { field: 'id' })
    if (found.message.body.type === 'system') throw fail('forbidden', { field: 'id' })
    if (found.message.retractedAt !== undefined) throw fail('retracted')
    return { chatKey: range.chatKey, seq: found.message.seq, id: toBytes(input.id) }
  }

  /** The resulting list and each user's own reactions, applied in order; writes nothing yet. */
  private async plan(
    tx: Transaction,
    {
      asked,
      found,
      held,
      place,
    }: {
      readonly asked: readonly Asked[]
      readonly found: readonly (store.MessagePlace | Error)[]
      readonly held: store.ReactionRow | undefined
      readonly place: store.MessagePlace
    },
  ): Promise<Planned> {
    const rows = await store.selectOwn(
      tx.db,
      place,
      asked.map(({ caller }) => caller.userKey),
    )
    const own = new Map([...rows].map(([userKey, row]) => [userKey, store.emojisOf(row)]))
    const changed = new Set<number>()
    let list = held ? store.listOf(held) : []
    const refused = asked.map(({ caller: { userKey }, input: { emoji, on } }, at) => {
      const there = found[at]
      if (there instanceof Error) return there
      const mine = own.get(userKey) ?? []
      if (mine.includes(emoji) === on) return undefined
      const isNew = !list.some((one) => one.emoji === emoji)
      const tooMany = mine.length >= limits.reactionsOfOne || (isNew && list.length >= limits.reactionsOfMessage)
      if (on && tooMany) return fail('too_many_reactions')
      own.set(userKey, on ? [...mine, emoji] : mine.filter((one) => one !== emoji))
      list = withReaction(list, { userKey, emoji, on })
      changed.add(userKey)
      return undefined
    })
    return { list, own, changed, refused }
  }

  private async write(
    tx: Transaction,
    {
      chat,
      place,
      planned,
      asked,
    }: {
      readonly chat: Readable
      readonly place: store.MessagePlace
      readonly planned: Planned
      readonly asked: readonly Asked[]
    },
  ): Promise<void> {
    const { access, changes } = this.options
    const { row } = await changes.changeChat(tx, { chat: chat.row })
    const people = new Map(asked.map(({ caller }) => [caller.userKey, caller.userId]))
    for (const [userKey, userId] of [...people].sort(([a], [b]) => a - b)) {
      if (!planned.changed.has(userKey)) continue
      const rev = await raiseUserRev(tx, userKey)
      const mine = await store.putOwn(tx.db, place, { userKey, emojis: planned.own.get(userKey) ?? [], rev })
      const delta = { from: rev - 1, rev, reactions: [store.toMine(mine, chat.chatId)] }
      tx.publish({ kind: 'user', userId, delta })
    }
    const list = await store.refillSamples(tx.db, place, planned.list)
    const written = await store.putReactions(tx.db, place, { list, rev: row.rev, nowMs: tx.now })
    const rows: { reactions: Reactions[] } | { stale: number[] } = (await access.everybodySees(tx.db, chat, place.seq))
      ? { reactions: await store.toReactions(tx.db, [written]) }
      : { stale: [place.seq] }
    publishChatChange(tx, row, { rows })
  }

  /** The resulting rows of each user who isn't refused. */
  private async ends(
    tx: Transaction,
    {
      asked,
      place,
      planned,
    }: {
      readonly asked: readonly Asked[]
      readonly place: store.MessagePlace
      readonly planned: Planned
    },
  ): Promise<(Answer | Error)[]> {
    const { chatKey, seq } = place
    const held = await store.selectReactions(tx.db, chatKey, seq)
    const [row] = held ? await store.toReactions(tx.db, [held]) : []
    const own = await store.selectOwn(
      tx.db,
      place,
      asked.map(({ caller }) => caller.userKey),
    )
    return asked.map(({ caller, input: { chatId, id } }, at) => {
      const named = { messageId: id, seq, rev: 0 }
      const mine = own.get(caller.userKey)
      return (
        planned.refused[at] ?? {
          reactions: row ?? { ...named, list: [] },
          mine: mine ? store.toMine(mine, chatId) : { ...named, chatId, emojis: [] },
        }
      )
    })
  }
}

/** A refusal concerns one of several reactions; any other error ends them all. */
const refusal = (error: unknown): Failure => {
  if (error instanceof Failure) return error
  throw error
}

interface Planned {
  readonly list: readonly Reacted[]
  /** Emojis by user key. */
  readonly own: ReadonlyMap<number, readonly string[]>
  /** The user whose reactions change. */
  readonly changed: ReadonlySet<number>
  /** The refusals, in the order of the requests. */
  readonly refused: readonly (Error | undefined)[]
}
