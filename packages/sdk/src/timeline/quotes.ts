import type { Message, ReplyTo, Result } from '@parley/protocol'
import { seqIndex } from '@parley/protocol/apply'
import { limits } from '@parley/protocol/limits'
import type { Quoted, Readable } from '../api'
import type { Scheduler } from '../lib/once-per-frame'
import { Derived } from '../lib/readable'
import { storedMessage } from '../state/entries'
import type { Page } from './pages'

export interface QuotesOptions {
  /** Rows that are known, by rising seq: the window, and what is held of the chat. */
  readonly known: () => readonly (readonly Message[])[]
  readonly fetch: (page: Page) => Promise<Result<'messages.list'>>
  readonly later: Scheduler
}

/** Places to fetch together: from the first to the last of a group fits into one page. */
const groups = (seqs: readonly number[]): (readonly number[])[] => {
  const made: number[][] = []
  for (const seq of [...seqs].sort((a, b) => a - b)) {
    const group = made.at(-1)
    if (group?.[0] !== undefined && seq - group[0] < limits.historyPage) group.push(seq)
    else made.push([seq])
  }
  return made
}

/**
 * The messages that others answer, kept current: found among the known rows, else fetched. They are kept by seq, not by
 * the id that a sender gave: a false reference to a message cannot hide it from true ones.
 */
export class Quotes {
  readonly readable: Readable<ReadonlyMap<number, Quoted>>
  readonly #found = new Map<number, Quoted>()
  readonly #wanted = new Set<number>()
  /** Requested without a response. */
  #unanswered: number[] = []
  #run = 0
  readonly #derived: Derived<ReadonlyMap<number, Quoted>>
  readonly #options: QuotesOptions

  constructor(options: QuotesOptions) {
    this.#options = options
    this.#derived = new Derived<ReadonlyMap<number, Quoted>>(new Map(), () => new Map(this.#found), options.later)
    this.readable = this.#derived
  }

  /** Looks for what is not known yet. */
  request(references: readonly ReplyTo[]): void {
    const fresh = [...new Set(references.map(({ seq }) => seq))].filter((seq) => !this.#wanted.has(seq))
    for (const seq of fresh) this.#wanted.add(seq)
    const unknown = fresh.filter((seq) => !this.#lookUp(seq))
    if (unknown.length > 0) void this.#fetch(unknown)
  }

  /** Rows came or changed. */
  refresh(rows: readonly Message[]): void {
    for (const row of rows) {
      const found = this.#found.get(row.seq)
      if (this.#wanted.has(row.seq) && (typeof found !== 'object' || (found.row?.rev ?? 0) < row.rev))
        this.#put(row.seq, storedMessage(row))
    }
  }

  /** They may have changed unseen: all are read again. */
  revalidate(): void {
    void this.#fetch([...this.#wanted])
  }

  /** There is a connection again. */
  onLive(): void {
    const again = this.#unanswered
    this.#unanswered = []
    void this.#fetch(again)
  }

  /** Forgets everything: the history of another database. */
  reset(): void {
    this.#run++
    this.#found.clear()
    this.#wanted.clear()
    this.#unanswered = []
    this.#derived.changed()
  }

  #lookUp(seq: number): boolean {
    for (const rows of this.#options.known()) {
      const row = rows[seqIndex(rows, seq)]
      if (row?.seq !== seq) continue
      this.#put(seq, storedMessage(row))
      return true
    }
    return false
  }

  async #fetch(wanted: readonly number[]): Promise<void> {
    const run = this.#run
    for (const group of groups(wanted)) {
      const from = group[0] ?? 0
      const limit = (group.at(-1) ?? from) - from + 1
      try {
        const { messages } = await this.#options.fetch({ after: Math.max(0, from - 1), limit })
        if (this.#run !== run) return
        this.refresh(messages)
        const there = new Set(messages.map((row) => row.seq))
        for (const seq of group) if (!there.has(seq)) this.#put(seq, 'missing')
      } catch {
        if (this.#run === run) this.#unanswered.push(...group)
      }
    }
  }

  #put(seq: number, quoted: Quoted): void {
    this.#found.set(seq, quoted)
    this.#derived.changed()
  }
}
