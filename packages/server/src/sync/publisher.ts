import type { Bus } from '../bus/bus'
import { notification } from '../lib/notification'
import type { Publication } from '../storage/database'

/** Encodes committed changes into frames, once each, and passes them to the bus. The only source of events. */
export const createPublisher =
  (bus: Bus) =>
  (publications: readonly Publication[]): void => {
    for (const publication of publications) {
      if (publication.kind === 'chat') {
        const { delta, kind, ...about } = publication
        const gathers = about.large && isOfMembers(publication) ? ({ gathers: true } as const) : {}
        const revs = { from: delta.from, rev: delta.rev }
        bus.publish({ kind, ...about, ...revs, ...gathers, frame: notification('chat.delta', delta) })
      } else if (publication.kind === 'user') {
        const { delta, kind, ...about } = publication
        bus.publish({ kind, ...about, rev: delta.rev, frame: notification('user.delta', delta) })
      } else bus.publish(publication)
    }
  }

/** Members joined, were muted or changed roles; no member left, who would receive nothing from there on. */
const isOfMembers = ({ delta, left }: Extract<Publication, { kind: 'chat' }>): boolean =>
  delta.members !== undefined && !left && (delta.messages ?? []).every(({ body }) => body.type === 'system')
