import type { Queries } from '../storage/database'
import { selectSharing } from '../storage/queries/shared-chats'
import type { SubjectRow } from './store'
import * as store from './store'

/** Whether a viewer may see a subject's presence; both by their keys. */
export type Visibility = (subject: SubjectRow, viewerKey: number) => boolean

const pair = (one: number, other: number): string => `${one} ${other}`

/** The subjects whose presence each viewer may see. Users always see themselves, and never users who blocked them. */
export const visibilityOf = async (
  db: Queries,
  subjects: readonly SubjectRow[],
  viewerKeys: readonly number[],
): Promise<Visibility> => {
  const shown = subjects.filter(({ seen_by, disabled_at }) => seen_by !== 'nobody' && disabled_at === null)
  if (shown.length === 0 || viewerKeys.length === 0) return ({ key }, viewerKey) => key === viewerKey
  const keys = shown.map(({ key }) => key)
  const holds = await store.selectHolds(db, keys, viewerKeys)
  const blocked = new Set(
    holds.filter((row) => row.blocked_at !== null).map((row) => pair(row.owner_key, row.peer_key)),
  )
  const friends = new Set(
    holds.filter((row) => row.state === 'friends').map((row) => pair(row.owner_key, row.peer_key)),
  )
  const choosy = shown.filter(({ seen_by }) => seen_by === 'contacts').map(({ key }) => key)
  const sharing = choosy.length === 0 ? [] : await selectSharing(db, choosy, viewerKeys)
  const shares = new Set(sharing.map((row) => pair(row.one_key, row.other_key)))
  return ({ key, seen_by, disabled_at }, viewerKey) => {
    if (key === viewerKey) return true
    const both = pair(key, viewerKey)
    if (seen_by === 'nobody' || disabled_at !== null || blocked.has(both)) return false
    if (seen_by === 'everybody' || friends.has(both)) return true
    return seen_by === 'contacts' && shares.has(both)
  }
}
