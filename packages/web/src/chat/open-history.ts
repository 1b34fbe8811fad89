import type { ChatEntry, Timeline } from '@parley/sdk/api'
import { type Opening, openingOf, type SavedPosition } from './opening'
import { isUnreadFor } from './timeline-items'

type History = Pick<Timeline, 'state' | 'show'>

interface OpenInput {
  readonly entry: ChatEntry | undefined
  readonly me: Parameters<typeof isUnreadFor>[1]
  /** Where the history was left. */
  readonly saved: SavedPosition | undefined
  /** A message that a link names. */
  readonly named: number | undefined
  readonly nowMs: number
}

/**
 * Loads the window that the opening rule asks for, around a named message where there is one; resolves when its rows are there.
 */
export const openHistory = async (timeline: History, input: OpenInput): Promise<Opening> => {
  const { entry, me, saved, named, nowMs } = input
  if (named !== undefined) {
    await timeline.show({ seq: named })
    if (timeline.state.get().rows.some(({ seq }) => seq === named)) return { at: 'message', seq: named }
  }
  const behind = entry ? entry.chat.seq - (entry.state?.readSeq ?? 0) : 0
  const rule = { saved, unread: entry?.unread ?? 0, behind, nowMs }
  const opening = openingOf(rule)
  if (opening.at === 'saved') await timeline.show({ seq: opening.position.seq })
  else await timeline.show(opening.at === 'first-unread' ? 'first_unread' : 'latest')
  if (opening.at !== 'first-unread') return opening
  // Only now it is known how old the first unread message is.
  const { rows, openedReadSeq } = timeline.state.get()
  const atMs = rows.find((row) => (row.seq ?? 0) > openedReadSeq && isUnreadFor(row, me))?.at
  const known = openingOf({ ...rule, ...(atMs !== undefined && { firstUnreadAtMs: atMs }) })
  if (known.at === 'end') await timeline.show('latest')
  return known
}
