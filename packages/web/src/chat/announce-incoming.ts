import type { Timeline, TimelineMessage } from '@parley/sdk/api'
import { type Announcement, announceEveryMs, announcementOf, type IncomingMessage } from './announcements'

interface AnnounceOptions {
  readonly timeline: Pick<Timeline, 'state'>
  /** Whether another user sent the message. */
  readonly isIncoming: (row: TimelineMessage) => boolean
  readonly incomingOf: (row: TimelineMessage) => IncomingMessage
  readonly announce: (announcement: Announcement) => void
}

/**
 * Announces messages that arrive from now on, while the timeline includes the newest one. Announces bursts together, at
 * most once per `announceEveryMs`.
 * @returns a function that stops it
 */
export const announceIncoming = ({ timeline, isIncoming, incomingOf, announce }: AnnounceOptions): (() => void) => {
  let lastSeq = timeline.state.get().rows.findLast(({ seq }) => seq !== undefined)?.seq ?? 0
  let incoming: IncomingMessage[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const announceAll = () => {
    timer = undefined
    const announcement = announcementOf(incoming)
    incoming = []
    if (!announcement) return
    announce(announcement)
    timer = setTimeout(announceAll, announceEveryMs)
  }
  const listen = () => {
    const { rows, atEnd } = timeline.state.get()
    const fresh = rows.filter((row) => (row.seq ?? 0) > lastSeq)
    lastSeq = fresh.at(-1)?.seq ?? lastSeq
    if (!atEnd) return
    incoming.push(...fresh.filter(isIncoming).map(incomingOf))
    if (incoming.length > 0) timer ??= setTimeout(announceAll, announceEveryMs / 4)
  }
  const stop = timeline.state.subscribe(listen)
  return () => {
    stop()
    clearTimeout(timer)
  }
}
