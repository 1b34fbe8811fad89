import type { Message, MessageId, MyReaction, Reactions, UserId } from '@parley/protocol'
import { mergeRows } from '@parley/protocol/apply'
import type { Reaction, Readable } from '../api'
import type { Scheduler } from '../lib/once-per-frame'
import { Derived } from '../lib/readable'

/** The inputs of a message's shown reactions; the same inputs give the same list. */
interface Inputs {
  readonly row: Reactions
  readonly mine: MyReaction | undefined
  /** Set and not answered yet. */
  readonly pending: ReadonlyMap<string, boolean> | undefined
}

export interface TimelineReactionsOptions {
  readonly me: () => UserId | undefined
  /** The messages that are shown. */
  readonly shown: () => readonly Message[]
  /** The held reactions of the chat, by message. */
  readonly held: () => ReadonlyMap<MessageId, Reactions> | undefined
  readonly mine: (id: MessageId) => MyReaction | undefined
  readonly pending: (id: MessageId) => ReadonlyMap<string, boolean> | undefined
  readonly later: Scheduler
}

const withOwn = (list: readonly Reaction[], me: UserId, [emoji, on]: readonly [string, boolean]): Reaction[] => {
  const known = list.find((one) => one.emoji === emoji)
  if ((known?.mine ?? false) === on) return [...list]
  if (!known) return [...list, { emoji, count: 1, mine: true, users: [me] }]
  const others = known.users.filter((id) => id !== me)
  const now = { emoji, count: known.count + (on ? 1 : -1), mine: on, users: on ? [...others, me] : others }
  return list.flatMap((one) => (one !== known ? [one] : now.count > 0 ? [now] : []))
}

/** A message's reactions for one person. */
export const shownReactions = ({ row, mine, pending }: Inputs, me: UserId): readonly Reaction[] => {
  const list = row.list.map(({ emoji, count, users }) => ({
    ...{ emoji, count, users },
    mine: mine ? mine.emojis.includes(emoji) : users.includes(me),
  }))
  return [...(pending ?? [])].reduce<readonly Reaction[]>((now, change) => withOwn(now, me, change), list)
}

const same = (a: Inputs, b: Inputs): boolean => a.row === b.row && a.mine === b.mine && a.pending === b.pending

/** The reactions to what a timeline shows, kept current: from what is held of the chat and from pages. */
export class TimelineReactions {
  readonly readable: Readable<ReadonlyMap<MessageId, readonly Reaction[]>>
  #rows: ReadonlyMap<MessageId, Reactions> = new Map()
  #made = new Map<MessageId, { readonly inputs: Inputs; readonly list: readonly Reaction[] }>()
  readonly #derived: Derived<ReadonlyMap<MessageId, readonly Reaction[]>>
  readonly #options: TimelineReactionsOptions

  constructor(options: TimelineReactionsOptions) {
    this.#options = options
    this.#derived = new Derived<ReadonlyMap<MessageId, readonly Reaction[]>>(
      new Map(),
      (before) => this.#compute(before),
      options.later,
    )
    this.readable = this.#derived
  }

  /** Rows of a page or a delta came. */
  add(rows: readonly Reactions[] | undefined): void {
    this.#rows = mergeRows(this.#rows, rows, (row) => row.messageId)
    this.changed()
  }

  /** Shown, held or own reactions changed. */
  changed(): void {
    this.#derived.changed()
  }

  /** Forgets everything: the history of another database. */
  reset(): void {
    this.#rows = new Map()
    this.changed()
  }

  #compute(before: ReadonlyMap<MessageId, readonly Reaction[]>): ReadonlyMap<MessageId, readonly Reaction[]> {
    const { me, shown, held, mine, pending } = this.#options
    const user = me()
    const now = new Map<MessageId, readonly Reaction[]>()
    const made = new Map<MessageId, { readonly inputs: Inputs; readonly list: readonly Reaction[] }>()
    const kept = new Map<MessageId, Reactions>()
    for (const { id, seq, retractedAt } of shown()) {
      const [paged, current] = [this.#rows.get(id), held()?.get(id)]
      if (paged) kept.set(id, paged)
      const row = (paged?.rev ?? -1) > (current?.rev ?? -1) ? paged : current
      const inputs = { row: row ?? { messageId: id, seq, rev: 0, list: [] }, mine: mine(id), pending: pending(id) }
      if (user === undefined || retractedAt !== undefined || (!row && !inputs.pending)) continue
      const known = this.#made.get(id)
      const one = known && row && same(known.inputs, inputs) ? known : { inputs, list: shownReactions(inputs, user) }
      made.set(id, one)
      if (one.list.length > 0) now.set(id, one.list)
    }
    this.#made = made
    this.#rows = kept
    const unchanged = now.size === before.size && [...now].every(([id, list]) => before.get(id) === list)
    return unchanged ? before : now
  }
}
