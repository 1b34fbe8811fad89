import type { Settings } from '../accounts/settings'
import { ruleAt } from '../accounts/settings'
import { type Clock, every } from '../lib/clock'
import { type Condition, takesCalls } from '../lib/condition'
import type { Database } from '../storage/database'
import { commonHeaders, unframed } from './respond'

export interface PolicyChangesOptions {
  readonly database: Pick<Database, 'read' | 'now'>
  readonly clock: Clock
  readonly settings: Pick<Settings, 'registration' | 'rev' | 'serverName'>
  readonly condition: () => Condition
  /** The network address of a request, as far as proxies are believed. */
  readonly addressOf: (request: Request, peer: string) => string
}

/** The path of these requests. */
export const policyChangesPath = '/policy/changes'

/** The database is asked this often, once for all visitors of a node, and only while there are any. */
const LOOK_MS = 300
/** How long a request waits. Bun closes connections that are silent for ten seconds. */
const HOLD_MS = 8_000
/** Requests that wait on one node, and those of them from one network address. */
const WAITING_MAX = 2_000
const PER_ADDRESS = 50

interface Waiter {
  readonly since: string
  readonly endsAt: number
  readonly answer: (tag: string) => void
}

/**
 * `GET /policy/changes?since=TAG`: waits until the facts of the sign-in page that administrators change differ from those of a tag.
 * Pages without a session learn of changes within a second that way. Over the bounds, they ask every ten seconds.
 */
export class PolicyChanges {
  private readonly waiting = new Set<Waiter>()
  private readonly byAddress = new Map<string, number>()
  private stopTimer: (() => void) | undefined
  private known: { readonly tag: string; readonly readAt: number } | undefined
  private reading: Promise<string> | undefined

  constructor(private readonly options: PolicyChangesOptions) {}

  async handle(request: Request, peer: string): Promise<Response> {
    const address = this.options.addressOf(request, peer)
    const held = this.byAddress.get(address) ?? 0
    if (held >= PER_ADDRESS || this.waiting.size >= WAITING_MAX || !takesCalls(this.options.condition()))
      return new Response(null, { status: 204, headers })
    const since = new URL(request.url).searchParams.get('since')
    this.byAddress.set(address, held + 1)
    try {
      const tag = await this.tag()
      return new Response(tag === since ? await this.wait(since, request.signal) : tag, { headers })
    } finally {
      const left = (this.byAddress.get(address) ?? 1) - 1
      if (left > 0) this.byAddress.set(address, left)
      else this.byAddress.delete(address)
    }
  }

  private wait(since: string, signal: AbortSignal): Promise<string> {
    return new Promise((resolve) => {
      const waiter: Waiter = {
        since,
        endsAt: this.options.clock.now() + HOLD_MS,
        answer: (tag) => {
          this.waiting.delete(waiter)
          if (this.waiting.size === 0) this.stopLooking()
          resolve(tag)
        },
      }
      this.waiting.add(waiter)
      signal.addEventListener('abort', () => waiter.answer(since), { once: true })
      this.stopTimer ??= every(this.options.clock, LOOK_MS, () => this.look())
    })
  }

  private stopLooking(): void {
    this.stopTimer?.()
    this.stopTimer = undefined
  }

  /** Answers those for whom something changed, and those who have waited long enough. */
  private async look(): Promise<void> {
    const { clock, condition } = this.options
    // A database that doesn't answer changes nothing: visitors wait on.
    const tag = await this.tag().catch(() => undefined)
    for (const { since, endsAt, answer } of [...this.waiting]) {
      if (tag !== undefined && tag !== since) answer(tag)
      else if (endsAt <= clock.now() || !takesCalls(condition())) answer(since)
    }
  }

  /** The tag of the present facts, at most as old as a look. */
  private tag(): Promise<string> {
    const { known } = this
    if (known && known.readAt + LOOK_MS > this.options.clock.now()) return Promise.resolve(known.tag)
    this.reading ??= this.read().finally(() => {
      this.reading = undefined
    })
    return this.reading
  }

  private async read(): Promise<string> {
    const { clock, database, settings } = this.options
    const readAt = clock.now()
    const facts = await database.read(async (db) => [
      ruleAt(await settings.registration(db), database.now()),
      await settings.serverName(db),
      // A page may have seen a change that was undone before the next look. It has to learn of the second one, too.
      await settings.rev(db),
    ])
    const tag = new Bun.CryptoHasher('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 16)
    this.known = { tag, readAt }
    return tag
  }
}

const headers = {
  ...commonHeaders,
  ...unframed,
  'cache-control': 'no-store',
  'content-type': 'text/plain; charset=utf-8',
}
