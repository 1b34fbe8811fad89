import type { ShownBy, TimelineMessage } from '@parley/sdk/api'

/** The message that gives access to its uploads. A waiting forward shows those of its source. */
export const sourceMessage = ({ chatId, id, uploadsOf }: TimelineMessage): ShownBy =>
  uploadsOf ?? { chatId, messageId: id }
