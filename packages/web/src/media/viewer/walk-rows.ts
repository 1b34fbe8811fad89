import type { ContentsState, TimelineMessage, TimelineState } from '@parley/sdk/api'
import type { ViewedMessage } from '../viewed-message'

/** Every loaded row, oldest first. */
export const walkRows = (
  first: ViewedMessage,
  { older, newer }: { readonly older: Pick<ContentsState, 'rows'>; readonly newer: Pick<TimelineState, 'rows'> },
): readonly TimelineMessage[] => [
  ...older.rows.toReversed(),
  ...newer.rows.filter(({ seq }) => seq !== undefined && seq > first.seq),
]

/** Whether a row that isn't among the loaded ones is gone, and not only unloaded. */
export const isGone = (
  { seq }: ViewedMessage,
  rows: readonly TimelineMessage[],
  { rows: known, more, loading, error }: ContentsState,
): boolean => {
  if (known.length === 0 && (more || loading || error !== undefined)) return false
  const from = more ? (known.at(-1)?.seq ?? 0) : 0
  return seq >= from && seq <= Math.max(known[0]?.seq ?? 0, rows.at(-1)?.seq ?? 0, more ? 0 : seq)
}
