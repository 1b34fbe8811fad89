import type { Params, Preferences } from '@parley/protocol'

/** What the viewer is shown as, with the words beside it and when both end. */
export type OwnStatus = Pick<Preferences, 'status' | 'text' | 'until'>

/** The viewer's status as it holds now. One that has ended is none, but nobody becomes visible by the end of one. */
export const statusNow = (preferences: OwnStatus | undefined, nowMs: number): OwnStatus => {
  const { status = 'online', text, until } = preferences ?? {}
  if (until !== undefined && until <= nowMs) return { status: status === 'invisible' ? status : 'online' }
  return { status, ...(text !== undefined && { text }), ...(until !== undefined && { until }) }
}

/** What sets another status: words and their end go on with it, with none at all when nobody is to see anything. */
export const statusChange = (
  next: OwnStatus['status'],
  { text, until }: Pick<OwnStatus, 'text' | 'until'>,
): Params<'presence.set'> => ({
  status: next,
  ...(next !== 'invisible' && { ...(text !== undefined && { text }), ...(until !== undefined && { until }) }),
})
