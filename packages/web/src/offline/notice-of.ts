import type { ConnectionState } from '@parley/sdk/api'

/** The notices about the connection. Short interruptions have none. */
export type ConnectionNotice = 'none' | 'connecting' | 'updating' | 'offline' | 'restored'

type Connection = Pick<ConnectionState, 'phase' | 'offline'>

/** Whether there is nothing to wait for: the client is connected, or isn't supposed to be. */
export const isSettled = ({ phase }: Connection): boolean => phase === 'live' || phase === 'ended' || phase === 'idle'

/** Whether a client that was without a network is connected again. */
export const isRestored = ({ phase, offline }: Connection, wasOffline: boolean): boolean =>
  wasOffline && !offline && phase === 'live'

/**
 * The current notice.
 * @param late the connection has been unsettled for longer than a short interruption
 * @param restored it was restored a moment ago
 */
export const noticeOf = (
  { phase, offline }: Connection,
  { late, restored }: { readonly late: boolean; readonly restored: boolean },
): ConnectionNotice => {
  if (offline) return 'offline'
  if (restored) return 'restored'
  if (!late) return 'none'
  return phase === 'syncing' ? 'updating' : 'connecting'
}
