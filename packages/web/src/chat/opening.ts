/** Where a chat's history was left: this message's top stood `offsetPx` below the top of the view. */
export interface SavedPosition {
  readonly key: string
  readonly seq: number
  readonly offsetPx: number
}

/** Where the history opens. */
export type Opening =
  | { readonly at: 'saved'; readonly position: SavedPosition }
  | { readonly at: 'first-unread' }
  /** A message that a link names. */
  | { readonly at: 'message'; readonly seq: number }
  /** `chip`: the unread ones are too many or too old to start there, so a chip offers the jump. */
  | { readonly at: 'end'; readonly chip: boolean }

const tooMany = 500
const tooOldMs = 7 * 24 * 60 * 60_000

export interface OpeningInput {
  readonly saved: SavedPosition | undefined
  readonly unread: number
  /** Messages after the read cursor, own and service ones too: the count itself stops at 100. */
  readonly behind: number
  /** When the first unread message was written, where that is known. */
  readonly firstUnreadAtMs?: number
  readonly nowMs: number
}

/** Decides where to open: as it was left, else at the first unread message, else at the end. */
export const openingOf = (input: OpeningInput): Opening => {
  if (input.saved) return { at: 'saved', position: input.saved }
  if (input.unread === 0) return { at: 'end', chip: false }
  const old = input.firstUnreadAtMs !== undefined && input.nowMs - input.firstUnreadAtMs > tooOldMs
  return input.behind > tooMany || old ? { at: 'end', chip: true } : { at: 'first-unread' }
}
