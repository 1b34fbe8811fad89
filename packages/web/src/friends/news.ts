import type { Friend, UserId } from '@parley/protocol'

/** Another person's action on a friendship. */
export interface FriendNewsItem {
  readonly kind: 'asked' | 'accepted' | 'declined'
  readonly userId: UserId
  /** Their note with it. */
  readonly note?: string
}

type Friends = ReadonlyMap<UserId, Friend>

/**
 * A request that ended with a different note was declined with a reply. With the same note, the viewer may have
 * withdrawn it.
 */
const kindOf = (before: Friend | undefined, after: Friend): FriendNewsItem['kind'] | undefined => {
  if (after.blockedAt !== undefined) return undefined
  if (after.state === 'received' && before?.state !== 'received') return 'asked'
  if (before?.state !== 'requested') return undefined
  if (after.state === 'friends') return 'accepted'
  return after.state === 'removed' && after.note !== undefined && after.note !== before.note ? 'declined' : undefined
}

/** The actions of others between two states. */
export const newsBetween = (before: Friends, after: Friends): readonly FriendNewsItem[] =>
  before === after
    ? []
    : [...after.values()].flatMap((row) => {
        const held = before.get(row.userId)
        const kind = held === row ? undefined : kindOf(held, row)
        if (!kind) return []
        const note = kind === 'asked' || row.note !== held?.note ? row.note : undefined
        return [{ kind, userId: row.userId, ...(note !== undefined && { note }) }]
      })
