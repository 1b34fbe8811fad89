import type { ImageBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'

/** A picture that is stored in a chat. */
export type PictureMessage = TimelineMessage & { readonly body: ImageBody; readonly seq: number }

/** Whether a row is one. */
export const isPicture = (row: TimelineMessage): row is PictureMessage =>
  row.body.type === 'image' && row.seq !== undefined
