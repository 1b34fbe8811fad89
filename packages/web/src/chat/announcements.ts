/** At least this long between two announcements. */
export const announceEveryMs = 1_000

/** One incoming message, as it is announced. */
export interface Heard {
  readonly name: string
  readonly text: string
}

/** How a burst is said: one message in full, many of one person, or of several. */
export type Announcement =
  | { readonly kind: 'one'; readonly name: string; readonly text: string }
  | { readonly kind: 'many-from'; readonly name: string; readonly count: number }
  | { readonly kind: 'many'; readonly count: number }

const longest = 200

/** One announcement for all that came since the last one. */
export const announcementOf = (heard: readonly Heard[]): Announcement | undefined => {
  const [first] = heard
  if (!first) return undefined
  if (heard.length === 1) return { kind: 'one', name: first.name, text: first.text.slice(0, longest) }
  if (heard.every(({ name }) => name === first.name))
    return { kind: 'many-from', name: first.name, count: heard.length }
  return { kind: 'many', count: heard.length }
}
