const longPressMs = 450
/** A finger that moves further scrolls. */
const steadyPx = 10

interface Point {
  readonly x: number
  readonly y: number
}

/** Recognises a long press. It opens something, and the click of lifting the finger must not count. */
export class LongPress {
  #from: Point | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #opened = false

  /** A press begins. `open` is called after the long press. */
  down(pointerType: string, point: Point, open: () => void): void {
    this.#opened = false
    if (pointerType !== 'touch') return
    this.end()
    this.#from = point
    this.#timer = setTimeout(() => {
      this.#opened = true
      open()
    }, longPressMs)
  }

  move({ x, y }: Point): void {
    if (this.#from && Math.hypot(x - this.#from.x, y - this.#from.y) > steadyPx) this.end()
  }

  /** The finger was lifted, or the browser took over the touch. */
  end(): void {
    clearTimeout(this.#timer)
    this.#from = undefined
  }

  /** Whether a click comes from the long press. Call once for each click. */
  takesClick(): boolean {
    const takes = this.#opened
    this.#opened = false
    return takes
  }
}
