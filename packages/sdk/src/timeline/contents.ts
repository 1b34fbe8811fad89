import type { ChatDelta, ChatId, ContentKind, Message, Result } from '@parley/protocol'
import { contentsOf } from '@parley/protocol/contents-of'
import { limits } from '@parley/protocol/limits'
import type { Contents, ContentsState, Readable } from '../api'
import { asParleyError } from '../lib/error'
import type { Scheduler } from '../lib/once-per-frame'
import { Derived } from '../lib/readable'
import { storedMessage } from '../state/entries'
import { historyStart } from './history-start'
import { knownChat, type PagesOptions } from './pages'
import type { Screen } from './screen'

export interface ContentsOptions extends PagesOptions {
  readonly kind: ContentKind
  /** Leaves out newer messages. */
  readonly upTo?: number | undefined
  readonly onClose: () => void
  readonly later: Scheduler
}

/** One kind of what a chat holds, newest first. */
export class ChatContents implements Contents, Screen {
  readonly chatId: ChatId
  readonly kind: ContentKind
  readonly state: Readable<ContentsState>
  readonly #options: ContentsOptions
  readonly #derived: Derived<ContentsState>
  /** Rows by seq, those included that are hidden or changed their kind. */
  #rows = new Map<number, Message>()
  /** The lowest seq of the pages so far. Older rows come with the next page. */
  #lowest: number
  #more = true
  #flags: Pick<ContentsState, 'loading' | 'error'> = { loading: false }
  /** Raised when the rows are loaded again; earlier pages are dropped. */
  #run = 0
  /** Failed fetches, to be repeated with the next connection. */
  #failed: (() => Promise<void>) | undefined
  #loading: Promise<void> | undefined
  #closed = false

  constructor(options: ContentsOptions) {
    this.chatId = options.chatId
    this.kind = options.kind
    this.#options = options
    this.#lowest = this.#top
    this.#derived = new Derived<ContentsState>(
      { rows: [], more: true, loading: false },
      () => this.#compute(),
      options.later,
    )
    this.state = this.#derived
  }

  async loadMore(): Promise<void> {
    if (this.#flags.loading) return this.#loading
    const failed = this.#failed
    this.#failed = undefined
    if (failed) return failed()
    if (!this.#more || this.#closed) return
    const run = this.#run
    await this.#load(async () => {
      await knownChat(this.#options)
      const page = await this.#fetch(this.#lowest)
      if (this.#run === run) this.#take(page)
    })
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#run++
    this.#options.onClose()
  }

  changed(delta: ChatDelta | undefined): void {
    for (const row of delta?.messages ?? []) if (!this.#more || row.seq >= this.#lowest) this.#put(row)
    if (delta?.from === 0) void this.#renew()
    this.#derived.changed()
  }

  /** Reactions are not shown here. */
  reacted(): void {}

  reset(): void {
    this.#run++
    this.#rows = new Map()
    this.#lowest = this.#top
    this.#more = true
    this.#flags = { loading: false }
    this.#failed = undefined
    void this.loadMore()
  }

  onLive(): void {
    if (this.#failed) void this.loadMore()
  }

  /** One more than the highest seq that is shown. */
  get #top(): number {
    return (this.#options.upTo ?? Number.MAX_SAFE_INTEGER - 1) + 1
  }

  #put(row: Message): void {
    if (row.seq < this.#top && row.rev >= (this.#rows.get(row.seq)?.rev ?? 0)) this.#rows.set(row.seq, row)
  }

  #take({ messages, more }: Result<'messages.media'>): void {
    for (const row of messages) this.#put(row)
    this.#lowest = Math.min(this.#lowest, ...messages.map(({ seq }) => seq))
    this.#more = more
  }

  async #fetch(before: number): Promise<Result<'messages.media'>> {
    const { chatId, connection, replica, sync } = this.#options
    const page = before < Number.MAX_SAFE_INTEGER ? { before } : {}
    const answer = await connection.call('messages.media', {
      ...{ chatId, kind: this.kind, limit: limits.historyPage },
      ...page,
    })
    replica.addUsers(answer.users)
    // A page that was read below the held rev may miss changes.
    if (answer.rev < (replica.chats.get(chatId)?.rev ?? 0)) void sync.fetchChatSince(chatId, answer.rev)
    return answer
  }

  /** A snapshot replaced what was held: rows may have changed unseen, and are read again as far as they were. */
  async #renew(): Promise<void> {
    const until = this.#lowest
    if (until === this.#top) return
    const run = ++this.#run
    await this.#load(async () => {
      const rows = new Map<number, Message>()
      let [lowest, more] = [this.#top, true]
      while (more && lowest > until) {
        const page = await this.#fetch(lowest)
        if (this.#run !== run) return
        for (const row of page.messages) rows.set(row.seq, row)
        lowest = Math.min(lowest, ...page.messages.map(({ seq }) => seq))
        more = page.more
      }
      const came = [...this.#rows.values()]
      this.#rows = rows
      // Rows that came meanwhile are newer than the pages.
      for (const row of came) if (rows.has(row.seq) || row.seq > (this.#newest(rows) ?? 0)) this.#put(row)
      this.#lowest = Math.min(lowest, until)
      this.#more = more
    })
  }

  #newest(rows: ReadonlyMap<number, Message>): number | undefined {
    return rows.keys().next().value
  }

  #load(load: () => Promise<void>): Promise<void> {
    const loading = this.#loadOnce(load)
    this.#loading = loading
    return loading
  }

  async #loadOnce(load: () => Promise<void>): Promise<void> {
    const run = this.#run
    this.#flags = { loading: true }
    this.#derived.changed()
    try {
      await load()
      if (this.#run === run) this.#flags = { loading: false }
    } catch (thrown) {
      if (this.#run !== run) return
      this.#flags = { loading: false, error: asParleyError(thrown).code }
      this.#failed = () => this.#load(load)
    } finally {
      this.#derived.changed()
    }
  }

  #compute(): ContentsState {
    const { replica } = this.#options
    const held = replica.chats.get(this.chatId)
    const start = held ? historyStart(replica, this.chatId, held) : 1
    const { seqs: hidden } = replica.hiddenIn(this.chatId)
    const shown = [...this.#rows.values()].filter(
      ({ seq, body }) => seq >= start && !hidden.has(seq) && contentsOf(body).includes(this.kind),
    )
    const more = this.#more && this.#lowest > start
    return { rows: shown.sort((a, b) => b.seq - a.seq).map(storedMessage), more, ...this.#flags }
  }
}
