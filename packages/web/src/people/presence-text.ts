import type { Presence } from '@parley/protocol'
import type { T } from '../i18n/catalog'
import type { Format } from '../i18n/format'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const statusKeys = { online: 'presenceOnline', away: 'presenceAway', dnd: 'presenceDnd' } as const

interface Words {
  readonly t: T
  readonly format: Format
  /** The moment, which may be up to a minute behind. */
  readonly nowMs: number
}

/** How somebody shows themselves, in words; undefined where there is nothing to say. */
export const presenceText = (
  { status, text, lastSeenAt }: Presence,
  { t, format, nowMs }: Words,
): string | undefined => {
  if (status !== 'offline') {
    const said = t(statusKeys[status])
    // What somebody wrote does not turn the direction of what stands around it.
    return text ? `${said} · \u2068${text}\u2069` : said
  }
  if (lastSeenAt === undefined) return undefined
  if (nowMs - lastSeenAt < minuteMs) return t('lastSeenNow')
  return t('lastSeen', { when: nowMs - lastSeenAt < dayMs ? format.ago(lastSeenAt, nowMs) : format.date(lastSeenAt) })
}
