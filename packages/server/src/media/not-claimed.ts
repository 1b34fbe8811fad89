import type { MediaId } from '@parley/protocol'
import { type Failure, fail } from '../lib/fail'
import type { Transaction } from '../storage/database'
import * as store from './store'

/** A client asks again after about a quarter of the time that the check has taken. */
const AGAIN_MS = { least: 1_000, most: 10_000 } as const

/** Why an own upload can't be shown: it is being checked, was refused, or is none that can be had. */
export const notClaimed = async (
  { db, now }: Transaction,
  { id, ownerKey }: { readonly id: MediaId; readonly ownerKey: number },
  details: { readonly field: string; readonly message?: string },
): Promise<Failure> => {
  const row = await store.selectMedia(db, id)
  const isOwn = row?.owner_key === ownerKey && row.released_at === null
  switch (isOwn ? row.scan : 'clean') {
    case 'checking': {
      const retryAfterMs = Math.min(Math.max((now - (row?.scan_since ?? now)) / 4, AGAIN_MS.least), AGAIN_MS.most)
      return fail('media_checking', { field: details.field, retryAfterMs: Math.ceil(retryAfterMs) })
    }
    case 'refused':
      return fail('media_refused', { field: details.field })
    case 'unchecked':
      return fail('media_unchecked', { field: details.field })
    case 'clean':
      return fail('not_found', details)
  }
}
