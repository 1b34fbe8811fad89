import type { Timeline, TimelineMessage } from '@parley/sdk/api'

/** The maximum number of pages to search. */
const mostPages = 4

/** The newest message that is `wanted`, within the newest few pages of a history. Loads and shows these pages. */
export const newestOf = async (
  timeline: Pick<Timeline, 'state' | 'show' | 'loadBefore'>,
  wanted: (row: TimelineMessage) => boolean,
): Promise<TimelineMessage | undefined> => {
  if (!timeline.state.get().atEnd) await timeline.show('latest')
  for (let page = 0; page < mostPages; page++) {
    const { rows, atStart } = timeline.state.get()
    const found = rows.findLast(wanted)
    if (found || atStart) return found
    await timeline.loadBefore()
  }
  return undefined
}
