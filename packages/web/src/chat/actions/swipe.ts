/** Shorter movements don't decide yet between swiping and scrolling. */
const startPx = 12
/** A movement is a swipe if its horizontal part is this many times its vertical part. Others scroll. */
const across = 1.5
/** Lifting the finger this far from the start of the swipe replies. */
export const swipePx = 56
/** Beyond that, the message follows more slowly, up to this distance. */
const mostPx = 72
const slower = 0.3
/** The system's own back and forward gestures begin here. */
const edgePx = 24

interface Point {
  readonly x: number
  readonly y: number
}

export interface Pull {
  /** How far the message has moved, in px. */
  readonly px: number
  /** Lifting the finger now replies. */
  readonly replies: boolean
}

/** Recognises a swipe of a message to the left, the gesture for replying. */
export class Swipe {
  #from: Point | undefined
  #pull: Pull | undefined

  /** A finger comes down; `windowPx` is the width of the window. */
  down(point: Point, windowPx: number): void {
    const atEdge = point.x < edgePx || point.x > windowPx - edgePx
    this.#from = atEdge ? undefined : point
    this.#pull = undefined
  }

  /** @returns how far the message is pulled; undefined while the finger doesn't swipe */
  move({ x, y }: Point): Pull | undefined {
    if (!this.#from) return undefined
    const [left, down] = [this.#from.x - x, Math.abs(this.#from.y - y)]
    if (!this.#pull) {
      const swipes = left > startPx && left > down * across
      // After a movement in any other direction, this touch never swipes.
      if (!swipes && Math.max(down, -left) > startPx) this.#from = undefined
      if (!swipes) return undefined
    }
    const pulled = Math.max(0, left - startPx)
    const px = pulled <= swipePx ? pulled : Math.min(mostPx, swipePx + (pulled - swipePx) * slower)
    this.#pull = { px, replies: pulled >= swipePx }
    return this.#pull
  }

  /**
   * The finger was lifted.
   * @returns whether it replies
   */
  up(): boolean {
    const replies = this.#pull?.replies === true
    this.cancel()
    return replies
  }

  /** The browser took over the touch, to scroll. */
  cancel(): void {
    this.#from = undefined
    this.#pull = undefined
  }
}
