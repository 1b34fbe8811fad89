import type { MediaId } from '@parley/protocol'
import { type Failure, fail } from '../lib/fail'
import type { Transaction } from '../storage/database'
import * as store from './store'

/** A client asks again after about a quarter of the time that the check has taken. */
const AGAIN_MS = { least: 1_000, most: 10_000 } as const

/** Why an own upload can't be shown: it is being checked, was refused, or is none that can be had. */
export const notClaimed = async (
  { db, now }: Transaction,
  { id, ownerKey, chatKey }: { readonly id: MediaId; readonly ownerKey: number; readonly chatKey: number | null },
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
      // The check may have ended since the claim.
      return isOwn && isFree(row, chatKey)
        ? fail('media_checking', { field: details.field, retryAfterMs: AGAIN_MS.least })
        : fail('not_found', details)
  }
}

const isFree = (row: store.MediaRow, chatKey: number | null): boolean =>
  row.ready_at !== null && row.chat_key === chatKey && row.message_id === null && row.kept === 0
