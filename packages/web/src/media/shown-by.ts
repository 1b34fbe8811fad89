import type { ShownBy, TimelineMessage } from '@parley/sdk/api'

/** The message as the one that shows its uploads; a forward that waits shows those of its source. */
export const shownBy = ({ chatId, id, uploadsOf }: TimelineMessage): ShownBy => uploadsOf ?? { chatId, messageId: id }
