import type { ErrorName } from '@parley/protocol'
import { type DirectChats, pairRefused } from '../friends/policy'
import { type FailDetails, type Failure, fail } from '../lib/fail'
import type { Standing } from '../storage/schema'

/** The reason why a user can't write, and for a temporary one the remaining time. */
export interface Refusal extends Pick<FailDetails, 'field' | 'retryAfterMs'> {
  readonly name: ErrorName
}

interface Now {
  /** The rule for writing into direct chats. */
  readonly rule: DirectChats
  /** Epoch milliseconds on the database's clock. */
  readonly nowMs: number
}

/** The reason why a user can't write; undefined when they can. */
export const writeRefused = (standing: Standing | undefined, { rule, nowMs }: Now): Refusal | undefined => {
  if (!standing) return { name: 'not_found' }
  if (!standing.member) return { name: 'not_a_member' }
  if (standing.dissolved) return { name: standing.kind === 'direct' ? 'peer_closed' : 'dissolved' }
  if (standing.kind === 'channel' && !standing.open) return { name: 'channel_closed' }
  if (standing.mutedUntil > nowMs) return { name: 'muted', retryAfterMs: standing.mutedUntil - nowMs }
  if (standing.mutedAll && !standing.moderates) return { name: 'muted_all' }
  const name = standing.pair && pairRefused(standing.pair, rule)
  return name && { name }
}

/** The error for the reason. */
export const refusal = ({ name, ...details }: Refusal): Failure => fail(name, details)
