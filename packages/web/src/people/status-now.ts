import type { Params, Preferences } from '@parley/protocol'

/** The viewer's status, its text, and when both end. */
export type OwnStatus = Pick<Preferences, 'status' | 'text' | 'until'>

/** The viewer's current status. An expired one doesn't count, but expiry never makes an invisible user visible. */
export const statusNow = (preferences: OwnStatus | undefined, nowMs: number): OwnStatus => {
  const { status = 'online', text, until } = preferences ?? {}
  if (until !== undefined && until <= nowMs) return { status: status === 'invisible' ? status : 'online' }
  return { status, ...(text !== undefined && { text }), ...(until !== undefined && { until }) }
}

/** The change to another status. It keeps the text and its end, except for `invisible`, which shows neither. */
export const statusChange = (
  next: OwnStatus['status'],
  { text, until }: Pick<OwnStatus, 'text' | 'until'>,
): Params<'presence.set'> => ({
  status: next,
  ...(next !== 'invisible' && { ...(text !== undefined && { text }), ...(until !== undefined && { until }) }),
})
