import type { ExpressionBuilder } from 'kysely'
import type { Schema } from '../storage/schema'

/** Whether a report holds an upload. */
export const isHeld = ({ exists, selectFrom }: ExpressionBuilder<Schema, 'media'>) =>
  exists(selectFrom('media_holds').select('media_holds.media_key').whereRef('media_holds.media_key', '=', 'media.key'))

/** The release of an upload. If its bytes stay for a report, it counts for its owner no longer, as if they were removed. */
export const releasedAt = (nowMs: number) => (media: ExpressionBuilder<Schema, 'media'>) => ({
  released_at: nowMs,
  stored_bytes: media.case().when(isHeld(media)).then(0).else(media.ref('stored_bytes')).end(),
})
