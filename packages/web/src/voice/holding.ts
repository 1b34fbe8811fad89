/** A button that is pressed shorter than this was clicked. */
const clickMs = 350
/** So far to the start side a held recording is thrown away … */
const cancelPx = 96
/** … and so far up it goes on without the finger. */
const lockPx = 64

interface Gesture {
  /** How far the pointer is from where it went down, to the end side and down. */
  readonly dx: number
  readonly dy: number
  readonly heldMs: number
}

/** What a moving pointer that holds the microphone does. */
export const movedTo = ({ dx, dy }: Pick<Gesture, 'dx' | 'dy'>): 'holds' | 'cancels' | 'locks' => {
  if (dx <= -cancelPx) return 'cancels'
  return dy <= -lockPx ? 'locks' : 'holds'
}

/** What letting go does: a click leaves the recording running, the end of a hold sends it. */
export const releasedAfter = ({ heldMs, ...at }: Gesture): 'cancels' | 'locks' | 'sends' => {
  const moved = movedTo(at)
  if (moved !== 'holds') return moved
  return heldMs < clickMs ? 'locks' : 'sends'
}
