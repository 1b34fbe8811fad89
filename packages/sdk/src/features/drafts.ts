import type { ChatId, ChatState, ReplyTo } from '@parley/protocol'
import type { Clock } from '../api'
import type { Connection } from '../connection/connection'
import { asParleyError } from '../lib/error'
import { type Draft, isEmptyDraft, type LocalStore } from '../store/store'
import type { Tabs } from '../store/tabs'
import type { Replica } from '../sync/replica'

/** A draft is sent after a pause of this length … */
const pauseMs = 1_500
/** … or at the latest after this. */
const mostMs = 10_000
/** A failed draft is sent again after this. */
const againMs = 5_000

export interface DraftsOptions {
  readonly clock: Clock
  readonly store: LocalStore
  readonly tabs: Tabs
  readonly connection: Connection
  readonly replica: Replica
  readonly onChange: (chatId: ChatId) => void
}

const empty: Draft = { text: '' }

interface Written {
  readonly text: string
  readonly replyTo?: ReplyTo | undefined
}

const plain = ({ text, replyTo }: Written): Draft => ({ text, ...(replyTo && { replyTo }) })

const keyOf = ({ text, replyTo }: Written = empty): string => (replyTo ? `${replyTo.seq} ${replyTo.id} ${text}` : text)

/** Unsent texts of composers, with what they answer: on this device first, then on all of the person's (DL42). */
export class Drafts {
  readonly #drafts = new Map<ChatId, Draft>()
  /** The server's draft, as far as known here: only a change of it is news. */
  readonly #told = new Map<ChatId, string>()
  readonly #timers = new Map<ChatId, { readonly timer: unknown; readonly sinceMs: number }>()
  readonly #options: DraftsOptions

  constructor(options: DraftsOptions) {
    this.#options = options
  }

  load(drafts: readonly (readonly [ChatId, Draft])[], states: readonly ChatState[]): void {
    for (const [chatId, draft] of drafts) this.#drafts.set(chatId, draft)
    for (const { chatId, draft } of states) this.#told.set(chatId, keyOf(draft))
  }

  of(chatId: ChatId): Draft {
    return this.#drafts.get(chatId) ?? empty
  }

  set(chatId: ChatId, draft: Draft): void {
    if (keyOf(draft) === keyOf(this.of(chatId))) return
    this.#put(chatId, { ...plain(draft), untold: true }, 'now')
    this.#options.tabs.post({ type: 'draft', chatId, draft })
    this.#later(chatId, pauseMs)
  }

  /** Another tab wrote; it tells the server itself. */
  received(chatId: ChatId, draft: Draft): void {
    this.#keep(chatId, plain(draft))
  }

  /** Chat states came: what another device wrote stands here too, unless something that is not told yet does. */
  statesCame(states: readonly ChatState[]): void {
    for (const { chatId, draft } of states) {
      const key = keyOf(draft)
      if (key === (this.#told.get(chatId) ?? '')) continue
      this.#told.set(chatId, key)
      if (!this.of(chatId).untold && keyOf(this.of(chatId)) !== key) this.#put(chatId, plain(draft ?? empty))
    }
  }

  /** A connection is open: sends pending drafts. */
  onLive(): void {
    for (const [chatId, { untold }] of this.#drafts) if (untold && !this.#timers.has(chatId)) void this.#send(chatId)
  }

  /** Tells what waits for its pause now. */
  flushAll(): void {
    for (const chatId of [...this.#timers.keys()]) this.#flush(chatId)
  }

  /** The server holds none of them any more. */
  renew(): void {
    this.#told.clear()
    for (const [chatId, draft] of this.#drafts) this.#put(chatId, { ...draft, untold: true })
  }

  clear(): void {
    for (const { timer } of this.#timers.values()) this.#options.clock.clearTimeout(timer)
    this.#timers.clear()
    this.#told.clear()
    this.#drafts.clear()
  }

  #later(chatId: ChatId, delayMs: number): void {
    const { clock } = this.#options
    const waits = this.#timers.get(chatId)
    const sinceMs = waits?.sinceMs ?? clock.now()
    if (waits) clock.clearTimeout(waits.timer)
    const leftMs = Math.max(0, sinceMs + mostMs - clock.now())
    const timer = clock.setTimeout(() => this.#flush(chatId), Math.min(delayMs, leftMs))
    this.#timers.set(chatId, { timer, sinceMs })
  }

  #flush(chatId: ChatId): void {
    const waits = this.#timers.get(chatId)
    if (waits) this.#options.clock.clearTimeout(waits.timer)
    this.#timers.delete(chatId)
    void this.#send(chatId)
  }

  async #send(chatId: ChatId): Promise<void> {
    const { connection, replica } = this.#options
    const telling = this.of(chatId)
    if (!telling.untold) return
    if (keyOf(telling) === (this.#told.get(chatId) ?? '')) return this.#isTold(chatId, telling)
    if (!connection.isOpen) return
    try {
      const state = await connection.call('chats.draft', { chatId, draft: plain(telling) })
      this.#told.set(chatId, keyOf(state.draft))
      this.#isTold(chatId, telling)
      replica.addStates([state])
    } catch (thrown) {
      const { retry, code, retryAfterMs = 0 } = asParleyError(thrown)
      // Such a draft stays here.
      if (!retry && code !== 'internal') this.#isTold(chatId, telling)
      else if (retry && connection.isOpen) this.#later(chatId, Math.max(againMs, retryAfterMs))
    }
  }

  /** The server knows this draft, unless more was written meanwhile. */
  #isTold(chatId: ChatId, draft: Draft): void {
    if (this.#drafts.get(chatId) !== draft) return
    this.#put(chatId, plain(draft))
  }

  #put(chatId: ChatId, draft: Draft, when: 'now' | 'soon' = 'soon'): void {
    this.#keep(chatId, draft)
    this.#options.store.write({ drafts: [[chatId, draft]] }, when).catch(() => undefined)
  }

  #keep(chatId: ChatId, draft: Draft): void {
    if (isEmptyDraft(draft)) this.#drafts.delete(chatId)
    else this.#drafts.set(chatId, draft)
    this.#options.onChange(chatId)
  }
}
