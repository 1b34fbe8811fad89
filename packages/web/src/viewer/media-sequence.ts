import type { ContentsState, TimelineMessage, TimelineState } from '@parley/sdk/api'
import { type ViewedMessage, viewedIn } from '../media/viewed-message'

/** All loaded rows, oldest first. */
export const sequenceRows = (
  first: ViewedMessage,
  { older, newer }: { readonly older: Pick<ContentsState, 'rows'>; readonly newer: Pick<TimelineState, 'rows'> },
): readonly TimelineMessage[] => [
  ...older.rows.toReversed(),
  ...newer.rows.filter(({ seq }) => seq !== undefined && seq > first.seq),
]

/** Whether a row outside the loaded ones is gone, rather than not loaded. */
export const isGone = (
  { seq }: ViewedMessage,
  rows: readonly TimelineMessage[],
  { rows: known, more, loading, error }: ContentsState,
): boolean => {
  if (known.length === 0 && (more || loading || error !== undefined)) return false
  const from = more ? (known.at(-1)?.seq ?? 0) : 0
  return seq >= from && seq <= Math.max(known[0]?.seq ?? 0, rows.at(-1)?.seq ?? 0, more ? 0 : seq)
}

export interface PlaceInSequence {
  readonly at: number
  readonly count: number
}

/**
 * The position and total number of items: in the chat if all are known, else in the album. Undefined if there is
 * nothing to count.
 */
export const placeInSequence = (
  current: ViewedMessage,
  rows: readonly TimelineMessage[],
  { complete }: { readonly complete: boolean },
): PlaceInSequence | undefined => {
  const own = rows.filter(({ id }) => complete || id === current.id)
  const all = own.flatMap((row) => viewedIn(row).map(({ body }) => `${row.id} ${body.mediaId}`))
  const at = all.indexOf(`${current.id} ${current.body.mediaId}`)
  return at < 0 || all.length < 2 ? undefined : { at: at + 1, count: all.length }
}
