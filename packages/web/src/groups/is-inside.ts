import type { ChatEntry } from '@parley/sdk/api'

/** Whether there is nothing to join: the viewer is in it, or it is no group. */
export const isInside = (entry: ChatEntry | undefined): boolean =>
  entry !== undefined && (entry.chat.kind !== 'group' || entry.role !== undefined)
