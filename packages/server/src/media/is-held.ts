import type { ExpressionBuilder } from 'kysely'
import type { Schema } from '../storage/schema'

/** Whether a report holds an upload. */
export const isHeld = ({ exists, selectFrom }: ExpressionBuilder<Schema, 'media'>) =>
  exists(selectFrom('media_holds').select('media_holds.media_key').whereRef('media_holds.media_key', '=', 'media.key'))
