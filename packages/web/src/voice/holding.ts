/** A shorter press is a click. */
const clickMs = 350
/** Sliding this far to the start side discards a held recording. */
const cancelPx = 96
/** Sliding this far up locks it, so that it continues without the finger. */
const lockPx = 64

interface Gesture {
  /** The distance of the pointer from where it went down, towards the end side and down. */
  readonly dx: number
  readonly dy: number
  readonly heldMs: number
}

/** The effect of moving the pointer while it holds the button. */
export const movedTo = ({ dx, dy }: Pick<Gesture, 'dx' | 'dy'>): 'holds' | 'cancels' | 'locks' => {
  if (dx <= -cancelPx) return 'cancels'
  return dy <= -lockPx ? 'locks' : 'holds'
}

/** The effect of releasing the button: after a click the recording continues, after a hold it is sent. */
export const releasedAfter = ({ heldMs, ...at }: Gesture): 'cancels' | 'locks' | 'sends' => {
  const moved = movedTo(at)
  if (moved !== 'holds') return moved
  return heldMs < clickMs ? 'locks' : 'sends'
}
