import type { ConnectionState } from '@parley/sdk/api'

/** What people are told about the connection. Short breaks are nobody's concern. */
export type ConnectionNotice = 'none' | 'connecting' | 'updating' | 'offline' | 'restored'

type Connection = Pick<ConnectionState, 'phase' | 'offline'>

/** Whether there is nothing to wait for: connected, or not to be connected. */
export const isSettled = ({ phase }: Connection): boolean => phase === 'live' || phase === 'ended' || phase === 'idle'

/** Whether a client that was without network is connected again. */
export const isRestored = ({ phase, offline }: Connection, wasOffline: boolean): boolean =>
  wasOffline && !offline && phase === 'live'

/**
 * What to tell now.
 * @param late the connection has not been settled for longer than a short break
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
