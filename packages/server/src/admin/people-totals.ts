import type { Queries } from '../storage/database'
import { countFew, countMany } from './people-store'

/** How long a large number counts. */
const KEPT_MS = 60_000
/** Queries whose numbers are kept. */
const KEPT_MAX = 100

interface Kept {
  readonly total: number
  readonly countedAtMs: number
}

/** How many people a query finds. Counting very many takes a while, so that such a number may be a minute old. */
export class PeopleTotals {
  private readonly kept = new Map<string, Kept>()

  constructor(private readonly options: { readonly nowMs: () => number }) {}

  /** Exact for a few thousand. */
  async of(db: Queries, query: string): Promise<number> {
    const few = await countFew(db, query)
    if (few !== undefined) return few
    const nowMs = this.options.nowMs()
    const known = this.kept.get(query)
    // A clock that was set back says nothing about how old a number is.
    if (known && nowMs >= known.countedAtMs && nowMs - known.countedAtMs < KEPT_MS) return known.total
    const total = await countMany(db, query)
    if (this.kept.size >= KEPT_MAX) this.kept.clear()
    this.kept.set(query, { total, countedAtMs: nowMs })
    return total
  }
}
