import type { ChatId, EventName, EventParams } from '@parley/protocol'

/** An event as the frame that clients get. */
export const notification = <E extends EventName>(event: E, params: EventParams<E>): string =>
  `{"jsonrpc":"2.0","method":"${event}","params":${JSON.stringify(params)}}`

/** An empty delta that makes stale clients resync. */
export const nudge = (chatId: ChatId, rev: number): string => notification('chat.delta', { chatId, from: rev, rev })

/** The same for what only one user sees. */
export const userNudge = (rev: number): string => notification('user.delta', { from: rev, rev })
