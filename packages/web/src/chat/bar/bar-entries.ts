import type { ReplyTo } from '@parley/protocol'

/** The kinds of entries above the messages of a chat. */
export type BarEntry =
  | { readonly kind: 'requests'; readonly key: string; readonly count: number }
  | { readonly kind: 'announcement'; readonly key: string; readonly text: string }
  | { readonly kind: 'pin'; readonly key: string; readonly pin: ReplyTo }

interface BarParts {
  /** The number of join requests, for viewers who can approve them. */
  readonly waiting: number
  readonly announcement: string | undefined
  /** Newest first. */
  readonly pins: readonly ReplyTo[]
}

/** All entries of a chat's bar, the most urgent first. */
export const barEntries = ({ waiting, announcement, pins }: BarParts): readonly BarEntry[] => [
  ...(waiting > 0 ? [{ kind: 'requests', key: 'requests', count: waiting } as const] : []),
  ...(announcement === undefined ? [] : [{ kind: 'announcement', key: announcement, text: announcement } as const]),
  ...pins.map((pin) => ({ kind: 'pin', key: pin.id, pin }) as const),
]

/**
 * The index of the next entry, which after the last is the first.
 * @param among `pins` skips all other entries, so that clicks on the bar cycle through the pins
 */
export const entryAfter = (entries: readonly BarEntry[], at: number, among: 'all' | 'pins'): number => {
  for (let step = 1; step <= entries.length; step++) {
    const next = (at + step) % entries.length
    if (among === 'all' || entries[next]?.kind === 'pin') return next
  }
  return at
}
