const longPressMs = 450
/** A finger that moves further scrolls. */
const steadyPx = 10

interface Point {
  readonly x: number
  readonly y: number
}

/** Finds out whether a finger rests: it opens something then, and lifting it is no press on what is under it. */
export class LongPress {
  #from: Point | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #opened = false

  /** A press begins; `open` is called once a finger has rested. */
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

  /** The finger was lifted, or the browser took it over. */
  end(): void {
    clearTimeout(this.#timer)
    this.#from = undefined
  }

  /** Whether a click belongs to the finger that opened something; asked once for each. */
  takesClick(): boolean {
    const takes = this.#opened
    this.#opened = false
    return takes
  }
}
