import type { Mentions } from '@parley/protocol'
import type { Refusal } from '../chats/policy'
import type { Standing } from '../storage/schema'

/**
 * The reason why a user can't mention others in this way: direct chats have no mentions, and only moderators mention
 * everyone.
 */
export const namingRefused = (
  standing: Pick<Standing, 'kind' | 'moderates'> | undefined,
  { mentions, mentionsAll }: Mentions,
): Refusal | undefined => {
  if (mentionsAll && !standing?.moderates) return { name: 'forbidden', field: 'mentionsAll' }
  return mentions && standing?.kind === 'direct' ? { name: 'forbidden', field: 'mentions' } : undefined
}
