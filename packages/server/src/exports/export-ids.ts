import type { Queries } from '../storage/database'
import { selectIds } from './export-store'

/** Those of some ids of blobs or uploads that belong to exports. */
export const exportIds = (db: Queries, ids: readonly string[]): Promise<ReadonlySet<string>> => selectIds(db, ids)
