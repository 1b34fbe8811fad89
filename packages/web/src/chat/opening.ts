/** The saved position of a chat's history: this message's top was `offsetPx` below the top of the view. */
export interface SavedPosition {
  readonly key: string
  readonly seq: number
  readonly offsetPx: number
}

/** The position at which the history opens. */
export type Opening =
  | { readonly at: 'saved'; readonly position: SavedPosition }
  | { readonly at: 'first-unread' }
  /** A message that a link names. */
  | { readonly at: 'message'; readonly seq: number }
  /** `chip`: the unread messages are too many or too old to open there, so a chip offers the jump. */
  | { readonly at: 'end'; readonly chip: boolean }

const tooMany = 500
const tooOldMs = 7 * 24 * 60 * 60_000

export interface OpeningInput {
  readonly saved: SavedPosition | undefined
  readonly unread: number
  /**
   * Messages after the read cursor, including own and service ones. The unread count can't tell, as it stops at 100.
   */
  readonly behind: number
  /** When the first unread message was written, if known. */
  readonly firstUnreadAtMs?: number
  readonly nowMs: number
}

/** Decides the position: the saved one, else the first unread message, else the end. */
export const openingOf = (input: OpeningInput): Opening => {
  if (input.saved) return { at: 'saved', position: input.saved }
  if (input.unread === 0) return { at: 'end', chip: false }
  const old = input.firstUnreadAtMs !== undefined && input.nowMs - input.firstUnreadAtMs > tooOldMs
  return input.behind > tooMany || old ? { at: 'end', chip: true } : { at: 'first-unread' }
}
