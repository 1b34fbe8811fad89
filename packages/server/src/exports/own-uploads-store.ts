import type { MediaId, MediaKind } from '@parley/protocol'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'

/** Those of some uploads that belong to a person, with their names. */
export const ownUploadNames = async (
  db: Queries,
  userKey: number,
  ids: readonly MediaId[],
): Promise<ReadonlyMap<MediaId, { readonly name: string; readonly kind: MediaKind }>> => {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('media')
    .select(['id', 'name', 'kind', 'owner_key'])
    .where('id', 'in', ids.map(toBytes))
    .execute()
  const own = rows.filter(({ owner_key }) => owner_key === userKey)
  return new Map(own.map(({ id, name, kind }) => [toId<MediaId>(id), { name, kind }]))
}
