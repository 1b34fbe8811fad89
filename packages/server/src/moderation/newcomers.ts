import type { Mentions, StoredBody } from '@parley/protocol'
import { linksIn } from '@parley/protocol/markdown/links-in'
import { type wordsIn, writtenIn } from '@parley/protocol/written-in'
import { type Failure, fail } from '../lib/fail'
import type { Queries, Transaction } from '../storage/database'
import type { Standing } from '../storage/schema'
import { updateUser } from '../users/user-rows'
import type { ModerationRules } from './rules'
import * as store from './store'

/** A body before or after its uploads were looked up. */
export type WrittenBody = Pick<StoredBody, 'type'> & Parameters<typeof wordsIn>[0]

/** The contents of a message that limits depend on. */
export interface Written extends Mentions {
  readonly body: WrittenBody
}

/** Where something is written: only the kind of the chat, and friendship in direct ones, matter. */
export interface Place extends Pick<Standing, 'kind'> {
  readonly pair?: { readonly friends: boolean } | undefined
}

/** The beginnings of links. Other texts aren't parsed. */
const mayLink = /:\/\/|www\.|\]\(|<https?:/i

/** The limits of new accounts: no links to strangers, no mentions in channels, few requests to strangers. */
export class Newcomers {
  constructor(private readonly rules: ModerationRules) {}

  /** Until when an account is new; undefined for old ones, administrators, and those that an administrator vouched for. */
  async newUntil(db: Queries, userKey: number): Promise<number | undefined> {
    const { newcomerMs } = this.rules.limits
    if (newcomerMs === 0) return undefined
    const row = await store.selectTrust(db, userKey)
    if (!row || row.admin === 1 || row.trust > 0) return undefined
    return row.created_at + newcomerMs
  }

  /** Whether a message needs a look at its sender's account. Most messages don't. */
  concerns({ body, mentions, mentionsAll }: Written): boolean {
    if (this.rules.limits.newcomerMs === 0) return false
    return mentions !== undefined || mentionsAll === true || body.type === 'contact' || mayLink.test(writtenIn(body))
  }

  /** Why a new account can't write this. */
  async refusal(
    db: Queries,
    { userKey, nowMs }: { readonly userKey: number; readonly nowMs: number },
    { standing, written }: { readonly standing: Place; readonly written: Written },
  ): Promise<Failure | undefined> {
    // Looks at the account first, so that messages of other accounts aren't parsed.
    const until = await this.newUntil(db, userKey)
    if (until === undefined || until <= nowMs) return undefined
    const refused = refusedTo(standing, written)
    return refused && fail(refused, { until, retryAfterMs: until - nowMs })
  }

  /**
   * Counts a friend request to a stranger, in a transaction that has locked the user.
   * @throws `newcomer_requests`
   */
  async countRequest(tx: Transaction, userKey: number): Promise<void> {
    const until = await this.newUntil(tx.db, userKey)
    if (until === undefined || until <= tx.now) return
    const asked = (await store.selectTrust(tx.db, userKey))?.strangers_asked ?? 0
    if (asked >= this.rules.limits.newcomerRequests)
      throw fail('newcomer_requests', { until, retryAfterMs: until - tx.now })
    await updateUser(tx.db, userKey, { strangers_asked: asked + 1 })
  }
}

const refusedTo = (
  { kind, pair }: Place,
  { body, mentions, mentionsAll }: Written,
): 'newcomer_link' | 'newcomer_mention' | undefined => {
  if (mentionsAll || (kind === 'channel' && mentions)) return 'newcomer_mention'
  // Friends have accepted the account. Saved messages reach no one else.
  if (kind === 'direct' && (!pair || pair.friends)) return undefined
  const links = body.type === 'contact' || (mayLink.test(writtenIn(body)) && linksIn(body).length > 0)
  return links ? 'newcomer_link' : undefined
}
