import type { ChatEntry, Timeline } from '@parley/sdk/api'
import { bodyText } from './actions/body-text'
import { type Opening, openingOf, type SavedPosition } from './opening'
import { isUnreadFor } from './timeline-items'

type History = Pick<Timeline, 'state' | 'show'>

interface OpenInput {
  readonly entry: ChatEntry | undefined
  readonly me: Parameters<typeof isUnreadFor>[1]
  readonly saved: SavedPosition | undefined
  /** The message of a link. */
  readonly named: number | undefined
  readonly nowMs: number
  /** Resolves when these texts can show formatted, or after a short wait. */
  readonly formatted: (texts: readonly string[]) => Promise<void>
}

/** Loads the window that the rule for opening requires, around the message of a link if there is one. */
const loadWindow = async (timeline: History, input: OpenInput): Promise<Opening> => {
  const { entry, me, saved, named, nowMs } = input
  if (named !== undefined) {
    await timeline.show({ seq: named })
    if (timeline.state.get().rows.some(({ seq }) => seq === named)) return { at: 'message', seq: named }
  }
  const behind = entry ? entry.chat.seq - (entry.state?.readSeq ?? 0) : 0
  const rule = { saved, unread: entry?.unread ?? 0, behind, nowMs }
  const opening = openingOf(rule)
  if (opening.at === 'saved') {
    await timeline.show({ seq: opening.position.seq })
    if (timeline.state.get().rows.length > 0) return opening
    // After a reload without a network, only the newest messages are there.
    await timeline.show('latest')
    return { at: 'end', chip: false }
  }
  await timeline.show(opening.at === 'first-unread' ? 'first_unread' : 'latest')
  if (opening.at !== 'first-unread') return opening
  // The age of the first unread message is known only now.
  const { rows, openedReadSeq } = timeline.state.get()
  const atMs = rows.find((row) => (row.seq ?? 0) > openedReadSeq && isUnreadFor(row, me))?.at
  const known = openingOf({ ...rule, ...(atMs !== undefined && { firstUnreadAtMs: atMs }) })
  if (known.at === 'end') await timeline.show('latest')
  return known
}

/**
 * Opens a history. Resolves when the rows are there and can show formatted, so that formatting doesn't move them after
 * the first paint.
 */
export const openHistory = async (timeline: History, input: OpenInput): Promise<Opening> => {
  const opening = await loadWindow(timeline, input)
  await input.formatted(timeline.state.get().rows.flatMap(({ body }) => bodyText(body) ?? []))
  return opening
}
