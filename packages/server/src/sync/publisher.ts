import type { Bus } from '../bus/bus'
import { notification } from '../lib/notification'
import type { Publication } from '../storage/database'

/** Turns what was committed into frames, once each, and hands them to the bus. The one place that events come from. */
export const createPublisher =
  (bus: Bus) =>
  (publications: readonly Publication[]): void => {
    for (const publication of publications) {
      if (publication.kind === 'chat') {
        const { delta, kind, ...about } = publication
        bus.publish({ kind, ...about, from: delta.from, rev: delta.rev, frame: notification('chat.delta', delta) })
      } else if (publication.kind === 'user') {
        const { delta, kind, ...about } = publication
        bus.publish({ kind, ...about, rev: delta.rev, frame: notification('user.delta', delta) })
      } else bus.publish(publication)
    }
  }
