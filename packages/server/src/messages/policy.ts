import type { ErrorName, Mentions } from '@parley/protocol'
import { type DirectChats, pairRefused } from '../friends/policy'
import { type FailDetails, type Failure, fail } from '../lib/fail'
import type { Standing } from '../storage/schema'

/** Why somebody may not write: what of it is not allowed, and where that ends by itself, in how long. */
export interface Refusal extends Pick<FailDetails, 'field' | 'retryAfterMs'> {
  readonly name: ErrorName
}

interface Now {
  /** With whom people may write in a direct chat. */
  readonly rule: DirectChats
  /** Epoch milliseconds on the database's clock. */
  readonly nowMs: number
}

/** Why somebody may not write, or nothing when they may. */
export const writeRefused = (standing: Standing | undefined, { rule, nowMs }: Now): Refusal | undefined => {
  if (!standing) return { name: 'not_found' }
  if (!standing.member) return { name: 'not_a_member' }
  if (standing.dissolved) return { name: 'dissolved' }
  if (standing.kind === 'channel' && !standing.open) return { name: 'channel_closed' }
  if (standing.mutedUntil > nowMs) return { name: 'muted', retryAfterMs: standing.mutedUntil - nowMs }
  if (standing.mutedAll && !standing.moderates) return { name: 'muted_all' }
  const name = standing.pair && pairRefused(standing.pair, rule)
  return name && { name }
}

/** Why somebody may not name people in this way: nobody is named where two write to each other, everybody only by who moderates. */
export const namingRefused = (
  standing: Pick<Standing, 'kind' | 'moderates'> | undefined,
  { mentions, mentionsAll }: Mentions,
): Refusal | undefined => {
  if (mentionsAll && !standing?.moderates) return { name: 'forbidden', field: 'mentionsAll' }
  return mentions && standing?.kind === 'direct' ? { name: 'forbidden', field: 'mentions' } : undefined
}

/** The error that says so. */
export const refusal = ({ name, ...details }: Refusal): Failure => fail(name, details)
