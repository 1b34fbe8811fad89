import type { Presence } from '@parley/protocol'
import type { T } from '../i18n/catalog'
import type { Format } from '../i18n/format'
import { isolated } from '../i18n/isolated'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const statusKeys = { online: 'presenceOnline', away: 'presenceAway', dnd: 'presenceDnd' } as const

interface TextContext {
  readonly t: T
  readonly format: Format
  /** The current time, which may be up to a minute late. */
  readonly nowMs: number
}

/** A person's presence as text. Undefined if it is hidden or unknown. */
export const presenceText = (
  { status, text, lastSeenAt }: Presence,
  { t, format, nowMs }: TextContext,
): string | undefined => {
  if (status !== 'offline') {
    const said = t(statusKeys[status])
    return text ? `${said} · ${isolated(text)}` : said
  }
  if (lastSeenAt === undefined) return undefined
  if (nowMs - lastSeenAt < minuteMs) return t('lastSeenNow')
  return t('lastSeen', { when: nowMs - lastSeenAt < dayMs ? format.ago(lastSeenAt, nowMs) : format.date(lastSeenAt) })
}
