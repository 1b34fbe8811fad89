/** Anything over the page, such as a dialog. */
export interface Layer {
  readonly close: () => void
}

/** The used part of the browser's history. */
export type Entries = Pick<History, 'state' | 'pushState' | 'go'>

interface Marked {
  readonly over?: number
}

interface LayersOptions {
  readonly entries: Entries
  /** Runs a callback a moment later, after layers that close and open together are done. */
  readonly soon: (run: () => void) => void
  /** Runs a callback at a time when a step through the history must have arrived. */
  readonly atLast: (run: () => void) => void
}

/**
 * Gives each open layer an entry in the browser's history, so that Back closes the topmost one. An entry has the number
 * of layers open on it (`over`). Its address is that of the page below.
 */
export class Layers {
  readonly #open: Layer[] = []
  #settling = false
  /** A step through the history that this object made hasn't arrived yet. */
  #stepping = false
  #steps = 0
  /** The callbacks that wait for it. */
  #arrivals: (() => void)[] = []

  constructor(private readonly options: LayersOptions) {}

  /** The number of layers on the current entry. */
  get depth(): number {
    return (this.options.entries.state as Marked | null)?.over ?? 0
  }

  /** A layer opened. Returns the function to call when it has closed, for any reason. */
  add(layer: Layer): () => void {
    this.#open.push(layer)
    this.settle()
    return () => {
      const at = this.#open.indexOf(layer)
      if (at === -1) return
      this.#open.splice(at, 1)
      this.settle()
    }
  }

  /** The browser moved to another entry. */
  readonly moved = (): void => {
    if (this.#stepping) {
      this.#stepping = false
      for (const run of this.#arrivals.splice(0)) run()
    } else for (const layer of this.#open.splice(this.depth).reverse()) layer.close()
    // Forward leads to entries of closed layers.
    this.settle()
  }

  /**
   * Goes from the page below to an address, which replaces the entries of all layers.
   * @param go changes the address, and replaces the current entry if `replace`
   */
  leave(go: (replace: boolean) => void): void {
    const { depth } = this
    if (this.#stepping || depth > 1) {
      this.#arrivals.push(() => this.leave(go))
      if (!this.#stepping) this.#step(1 - depth)
    } else {
      go(depth > 0)
      this.settle()
    }
  }

  /** Goes back from the page below, over the entries of all layers. */
  back(): void {
    if (this.#stepping) this.#arrivals.push(() => this.back())
    else this.#step(-1 - this.depth)
  }

  /** Makes entries and layers match, a moment later. This also removes entries that a reload left behind. */
  settle(): void {
    if (this.#settling) return
    this.#settling = true
    this.options.soon(() => {
      this.#settling = false
      this.#match()
    })
  }

  #match(): void {
    if (this.#stepping) return
    const { entries } = this.options
    const surplus = this.depth - this.#open.length
    if (surplus > 0) this.#step(-surplus)
    for (let over = this.depth + 1; over <= this.#open.length; over++) entries.pushState({ ...entries.state, over }, '')
  }

  #step(by: number): void {
    this.#stepping = true
    const step = ++this.#steps
    this.options.entries.go(by)
    this.options.atLast(() => this.#stepping && step === this.#steps && this.moved())
  }
}
