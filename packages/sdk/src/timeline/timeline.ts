import type { ChatDelta, ChatId, MessageId, ReplyTo } from '@parley/protocol'
import type { HeldChat } from '@parley/protocol/apply'
import { lowestHeldSeq } from '@parley/protocol/apply'
import { limits } from '@parley/protocol/limits'
import type { Quoted, Readable, Timeline, TimelineState } from '../api'
import { asParleyError } from '../lib/error'
import type { Scheduler } from '../lib/once-per-frame'
import { Derived } from '../lib/readable'
import type { Outbox } from '../outbox/outbox'
import { storedMessage, waitingMessages } from '../state/entries'
import { countUnread } from '../store/unread'
import { historyStart } from './history-start'
import { fetchPage, knownChat, type Page, type PagesOptions } from './pages'
import { Quotes } from './quotes'
import type { Screen } from './screen'
import { TimelineReactions } from './timeline-reactions'
import {
  dropUnreadable,
  emptyWindow,
  firstSeq,
  followHeld,
  heldRange,
  joinRows,
  lastSeq,
  newestWindow,
  pageRows,
  reachEnd,
  refreshRows,
  type TrimmedSide,
  type Window,
} from './window'

/** Fewer held rows than this do not fill a screen: a page is fetched as well. */
const screenRows = 30

export interface TimelineOptions extends PagesOptions {
  readonly outbox: Outbox
  /** Own reactions that are not answered yet. */
  readonly reacting: (id: MessageId) => ReadonlyMap<string, boolean> | undefined
  readonly markRead: (seq: number) => void
  readonly onClose: () => void
  readonly later: Scheduler
}

type Goal = Parameters<Timeline['show']>[0]

const plainFields = ['atStart', 'atEnd', 'loading', 'error', 'openedReadSeq', 'openedUnread'] as const

/** Whether both show the same. Reads and members, for example, change a chat but not its history. */
const sameState = (one: TimelineState, other: TimelineState): boolean =>
  plainFields.every((name) => one[name] === other[name]) &&
  one.rows.length === other.rows.length &&
  one.rows.every((row, at) => row === other.rows[at])

/** The window of one chat's history that a screen shows. */
export class ChatTimeline implements Timeline, Screen {
  readonly chatId: ChatId
  readonly state: Readable<TimelineState>
  readonly quotes: Readable<ReadonlyMap<number, Quoted>>
  readonly #derived: Derived<TimelineState>
  readonly #options: TimelineOptions
  readonly #quotes: Quotes
  readonly reactions: Timeline['reactions']
  readonly #reactions: TimelineReactions
  #window: Window = emptyWindow
  #flags: Pick<TimelineState, 'loading' | 'error'> = { loading: 'initial' }
  #opened: Pick<TimelineState, 'openedReadSeq' | 'openedUnread'> | undefined
  /** Where the person looks, as far as the last load tells. */
  #far: TrimmedSide = 'start'
  /** Raised when the window is shown again; pending loads of the earlier window are dropped. */
  #run = 0
  /** Failed fetches, to be repeated with the next connection. */
  #failed: (() => Promise<void>) | undefined
  #closed = false

  constructor(options: TimelineOptions) {
    this.chatId = options.chatId
    this.#options = options
    this.#derived = new Derived<TimelineState>(
      { rows: [], atStart: false, atEnd: false, loading: 'initial', openedReadSeq: 0, openedUnread: 0 },
      (before) => this.#compute(before),
      options.later,
    )
    this.state = this.#derived
    const known = () => [this.#window.rows, this.#held()?.messages ?? []]
    this.#quotes = new Quotes({ known, fetch: (page) => this.#fetch(page), later: options.later })
    this.quotes = this.#quotes.readable
    const { replica, reacting } = options
    this.#reactions = new TimelineReactions({
      me: () => replica.me?.id,
      shown: () => this.#window.rows,
      held: () => this.#held()?.reactions,
      mine: (id) => replica.user?.reactions.get(id),
      pending: reacting,
      later: options.later,
    })
    this.reactions = this.#reactions.readable
    this.#note()
    this.#derived.changed()
  }

  async show(at: Goal): Promise<void> {
    const run = ++this.#run
    await this.#load('initial', async () => {
      const held = await knownChat(this.#options)
      if (this.#run !== run) return
      this.#note()
      this.#far = at === 'latest' ? 'start' : 'end'
      if (typeof at === 'object' && 'at' in at) return this.#showTime(run, { held, timeMs: at.at })
      const seq = this.#seqOf(at, held)
      if (seq === undefined) await this.#showLatest(run, held)
      else await this.#showAround(run, { held, seq })
    })
  }

  async loadBefore(): Promise<void> {
    const { rows, atStart } = this.#window
    if (atStart || rows.length === 0 || this.#flags.loading) return
    const run = this.#run
    this.#far = 'end'
    await this.#load('before', async () => {
      const first = firstSeq(this.#window)
      const held = this.#held()
      const near = held && heldRange(held, { from: Math.max(this.#start(held), first - pageRows), to: first - 1 })
      const page = near ? { messages: near, more: true } : await this.#fetch({ before: first, limit: pageRows })
      if (this.#run !== run) return
      const joined = joinRows(this.#window, page.messages, this.#far)
      const start = held ? this.#start(held) : 1
      this.#show({ ...joined, atStart: !page.more || firstSeq(joined) <= start })
    })
  }

  async loadAfter(): Promise<void> {
    const { rows, atEnd } = this.#window
    if (atEnd || rows.length === 0 || this.#flags.loading) return
    const run = this.#run
    this.#far = 'start'
    await this.#load('after', async () => {
      const last = lastSeq(this.#window)
      const held = this.#held()
      const near = held && heldRange(held, { from: last + 1, to: Math.min(held.chat.seq, last + pageRows) })
      const page = near ? { messages: near, more: true } : await this.#fetch({ after: last, limit: pageRows })
      if (this.#run !== run) return
      const joined = joinRows(this.#window, page.messages, this.#far)
      this.#show({ ...joined, atEnd: lastSeq(joined) >= (this.#held()?.chat.seq ?? 0) })
    })
  }

  requestQuote(replyTo: ReplyTo): void {
    this.#quotes.request([replyTo])
  }

  markRead(seq: number): void {
    this.#note()
    this.#options.markRead(seq)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#run++
    this.#options.onClose()
  }

  /** Something held of the chat changed. */
  changed(delta: ChatDelta | undefined): void {
    const held = this.#held()
    if (held !== undefined) {
      const refreshed = delta?.messages ? refreshRows(this.#window, delta.messages) : this.#window
      const start = this.#start(held)
      this.#window = followHeld(dropUnreadable(refreshed, start), held, { far: this.#far, start })
      this.#quotes.refresh(delta?.messages ?? [])
      this.#reactions.add(delta?.reactions)
      if (delta?.from === 0) void this.#revalidate()
    }
    this.#changed()
  }

  /** Own reactions changed. */
  reacted(): void {
    this.#reactions.changed()
  }

  /** Everything held was dropped: the history of another database. */
  reset(): void {
    this.#run++
    this.#window = emptyWindow
    this.#opened = undefined
    this.#flags = { loading: 'initial' }
    this.#failed = () => this.show('latest')
    this.#quotes.reset()
    this.#reactions.reset()
    this.#derived.changed()
  }

  /** There is a connection again. */
  onLive(): void {
    const failed = this.#failed
    this.#failed = undefined
    void failed?.()
    this.#quotes.onLive()
  }

  #held(): HeldChat | undefined {
    return this.#options.replica.chats.get(this.chatId)
  }

  #start(held: HeldChat): number {
    return historyStart(this.#options.replica, this.chatId, held)
  }

  /** Notes once where the person stood when this was opened. */
  #note(): void {
    const held = this.#held()
    const { replica } = this.#options
    const reader = replica.reader(this.chatId)
    if (this.#opened !== undefined || held === undefined || reader === undefined) return
    const openedUnread = countUnread(held, reader) ?? held.view?.unread ?? 0
    this.#opened = { openedReadSeq: reader.readSeq, openedUnread }
  }

  /** The seq to show; undefined for the newest messages. */
  #seqOf(at: Exclude<Goal, { readonly at: number }>, held: HeldChat): number | undefined {
    if (typeof at === 'object') return at.seq
    if (at === 'latest' || (this.#opened?.openedUnread ?? 0) === 0) return undefined
    return Math.min(held.chat.seq, (this.#opened?.openedReadSeq ?? 0) + 1)
  }

  async #showLatest(run: number, held: HeldChat): Promise<void> {
    const start = this.#start(held)
    const near = newestWindow(held, start)
    const complete = lastSeq(near) >= held.chat.seq || held.chat.seq < start
    if (complete && (near.rows.length > 0 || held.chat.seq < start))
      this.#show({ ...near, atStart: near.atStart || held.chat.seq < start })
    if (this.#window.atEnd && (this.#window.atStart || near.rows.length >= screenRows)) return
    const page = await this.#fetch({ limit: pageRows }).catch((thrown: unknown) => {
      if (near.rows.length === 0) throw thrown
      this.#failed = () => this.loadBefore()
    })
    if (this.#run !== run || page === undefined) return
    const rows = complete ? joinRows(near, page.messages, 'start').rows : page.messages
    this.#showPage({ rows, atStart: !page.more, atEnd: true })
  }

  async #showAround(run: number, { held, seq }: { held: HeldChat; seq: number }): Promise<void> {
    const from = Math.max(this.#start(held), seq - pageRows)
    const near = heldRange(held, { from, to: Math.min(held.chat.seq, seq + pageRows) })
    const rows = near ?? (await this.#fetch({ around: seq, limit: 2 * pageRows })).messages
    if (this.#run !== run) return
    // An empty window has no edge to go on from: it would stay empty.
    if (rows.length === 0) return this.#showLatest(run, held)
    this.#showPage({ rows, atStart: (rows[0]?.seq ?? 0) <= this.#start(held), atEnd: false })
  }

  async #showTime(run: number, { held, timeMs }: { held: HeldChat; timeMs: number }): Promise<void> {
    const first = held.messages[0]
    // Times never fall: what is held tells it where it reaches back before that time.
    if (first && (first.at < timeMs || first.seq <= this.#start(held))) {
      const found = held.messages.find(({ at }) => at >= timeMs)
      return found ? this.#showAround(run, { held, seq: found.seq }) : this.#showLatest(run, held)
    }
    const { messages: rows } = await this.#fetch({ at: timeMs, limit: 2 * pageRows })
    if (this.#run !== run) return
    if (rows.length === 0) return this.#showLatest(run, held)
    this.#showPage({ rows, atStart: (rows[0]?.seq ?? 0) <= this.#start(held), atEnd: false })
  }

  /** Shows a page, with what came while it was fetched. */
  #showPage(window: Window): void {
    const held = this.#held()
    this.#show(held ? reachEnd(window, held) : window)
  }

  #show(window: Window): void {
    const held = this.#held()
    this.#window = held ? refreshRows(dropUnreadable(window, this.#start(held)), held.messages) : window
    this.#quotes.refresh(this.#window.rows)
    this.#changed()
  }

  /** The shown messages changed: looks up the messages that they reply to. */
  #changed(): void {
    const shown = [...this.#window.rows, ...this.#options.outbox.of(this.chatId).map(({ entry }) => entry)]
    this.#quotes.request(shown.flatMap(({ replyTo }) => replyTo ?? []))
    this.#reactions.changed()
    this.#derived.changed()
  }

  async #fetch(page: Page): ReturnType<typeof fetchPage> {
    const answer = await fetchPage(this.#options, page)
    this.#reactions.add(answer.reactions)
    return answer
  }

  /** A snapshot replaced what was held: rows before it may have changed unseen, and are read again. */
  async #revalidate(): Promise<void> {
    const run = this.#run
    const held = this.#held()
    this.#quotes.revalidate()
    if (held === undefined || this.#window.rows.length === 0) return
    const until = Math.min(lowestHeldSeq(held) - 1, lastSeq(this.#window))
    try {
      for (let after = firstSeq(this.#window) - 1; after < until && this.#run === run; after += limits.historyPage) {
        const page = await this.#fetch({ after: Math.max(0, after), limit: limits.historyPage })
        if (this.#run === run) this.#show(refreshRows(this.#window, page.messages))
      }
    } catch {
      this.#failed ??= () => this.#revalidate()
    }
  }

  async #load(loading: NonNullable<TimelineState['loading']>, run: () => Promise<void>): Promise<void> {
    const shown = this.#run
    this.#flags = { loading }
    this.#derived.changed()
    try {
      await run()
      if (this.#run === shown) this.#flags = {}
    } catch (thrown) {
      if (this.#run !== shown) return
      this.#flags = { error: asParleyError(thrown).code }
      this.#failed = () => this.#load(loading, run)
    } finally {
      this.#derived.changed()
    }
  }

  #compute(before: TimelineState): TimelineState {
    const { rows, atStart, atEnd } = this.#window
    const { replica, outbox } = this.#options
    const me = replica.me?.id
    const { seqs: hidden } = replica.hiddenIn(this.chatId)
    const shown = (hidden.size > 0 ? rows.filter(({ seq }) => !hidden.has(seq)) : rows).map(storedMessage)
    const now: TimelineState = {
      rows: atEnd && me ? [...shown, ...waitingMessages(outbox.of(this.chatId), rows, me)] : shown,
      atStart,
      atEnd,
      ...this.#flags,
      ...(this.#opened ?? { openedReadSeq: 0, openedUnread: 0 }),
    }
    return sameState(before, now) ? before : now
  }
}
