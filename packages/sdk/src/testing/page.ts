/** A page's globals, for code that runs in one: events that the test sends, and frames that it paints. */
export class FakePage implements Disposable {
  readonly window = new EventTarget()
  readonly document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  /** Requested frames, by number. */
  readonly frames = new Map<number, () => void>()
  #frames = 0
  readonly #before = new Map<string, PropertyDescriptor | undefined>()

  constructor() {
    Object.defineProperty(navigator, 'onLine', { value: true, configurable: true })
    this.#put('window', this.window)
    this.#put('document', this.document)
    this.#put('requestAnimationFrame', (run: () => void): number => {
      this.frames.set(++this.#frames, run)
      return this.#frames
    })
    this.#put('cancelAnimationFrame', (frame: number) => this.frames.delete(frame))
  }

  show(visibilityState: 'visible' | 'hidden'): void {
    this.document.visibilityState = visibilityState
    this.document.dispatchEvent(new Event('visibilitychange'))
  }

  /** Paints the frames that wait. */
  paint(): void {
    const waiting = [...this.frames.values()]
    this.frames.clear()
    for (const run of waiting) run()
  }

  [Symbol.dispose](): void {
    while (this.frames.size > 0) this.paint()
    Reflect.deleteProperty(navigator, 'onLine')
    for (const [name, before] of this.#before)
      if (before) Object.defineProperty(globalThis, name, before)
      else Reflect.deleteProperty(globalThis, name)
  }

  #put(name: string, value: unknown): void {
    this.#before.set(name, Object.getOwnPropertyDescriptor(globalThis, name))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
  }
}
