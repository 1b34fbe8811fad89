import type { Queries } from '../database'
import { prepared } from '../queries/prepared'
import type { PairStanding, Schema } from '../schema'

/** The part of a friend row that decides the standing. */
export type PairRow = Pick<Schema['friends'], 'owner_key' | 'state' | 'blocked_at'>

/** The two users of a direct chat by their keys; undefined for saved messages and every other chat. */
export const pairOf = ({ direct_low, direct_high }: Pick<Schema['chats'], 'direct_low' | 'direct_high'>) =>
  direct_low === null || direct_high === null || direct_low === direct_high
    ? undefined
    : ([direct_low, direct_high] as const)

/** The standing of one user to another, from the rows that both may have of each other. */
export const pairStandingOf = (rows: readonly PairRow[], userKey: number): PairStanding => {
  const own = rows.find(({ owner_key }) => owner_key === userKey)
  const other = rows.find(({ owner_key }) => owner_key !== userKey)
  return {
    friends: own?.state === 'friends' && other?.state === 'friends',
    blocks: own !== undefined && own.blocked_at !== null,
    isBlocked: other !== undefined && other.blocked_at !== null,
  }
}

const pairRows = prepared((db: Queries, { low, high }: { low: number; high: number }) =>
  db
    .selectFrom('friends')
    .select(['owner_key', 'state', 'blocked_at'])
    .where('owner_key', 'in', [low, high])
    .where('peer_key', 'in', [low, high]),
)

/** The rows that two users may have of each other; both keys are those of a direct chat. */
export const selectPair = (db: Queries, [low, high]: readonly [number, number]): Promise<PairRow[]> =>
  pairRows(db, { low, high })
