import type { Timeline, TimelineMessage } from '@parley/sdk/api'
import { type Announcement, announceEveryMs, announcementOf, type Heard } from './announcements'

interface AnnounceOptions {
  readonly timeline: Pick<Timeline, 'state'>
  /** Whether a message comes from somebody else. */
  readonly isIncoming: (row: TimelineMessage) => boolean
  readonly heardOf: (row: TimelineMessage) => Heard
  readonly say: (announcement: Announcement) => void
}

/**
 * Announces what comes in from now on, while the newest message is held: what comes within a moment together, and never more often
 * than once in `announceEveryMs`.
 * @returns the way to stop
 */
export const announceIncoming = ({ timeline, isIncoming, heardOf, say }: AnnounceOptions): (() => void) => {
  let lastSeq = timeline.state.get().rows.findLast(({ seq }) => seq !== undefined)?.seq ?? 0
  let heard: Heard[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const sayAll = () => {
    timer = undefined
    const announcement = announcementOf(heard)
    heard = []
    if (!announcement) return
    say(announcement)
    timer = setTimeout(sayAll, announceEveryMs)
  }
  const listen = () => {
    const { rows, atEnd } = timeline.state.get()
    const fresh = rows.filter((row) => (row.seq ?? 0) > lastSeq)
    lastSeq = fresh.at(-1)?.seq ?? lastSeq
    if (!atEnd) return
    heard.push(...fresh.filter(isIncoming).map(heardOf))
    if (heard.length > 0) timer ??= setTimeout(sayAll, announceEveryMs / 4)
  }
  const stop = timeline.state.subscribe(listen)
  return () => {
    stop()
    clearTimeout(timer)
  }
}
