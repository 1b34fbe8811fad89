type Held = () => Promise<unknown>

/** Locks as browsers have them: one holder of each name, the others wait in their order. For programs without. */
export class WebLocks {
  readonly #queues = new Map<string, Promise<unknown>>()

  async request(name: string, { signal }: { readonly signal: AbortSignal }, hold: Held): Promise<void> {
    const before = this.#queues.get(name) ?? Promise.resolve()
    const aborted = new Promise<'aborted'>((resolve) => signal.addEventListener('abort', () => resolve('aborted')))
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    this.#queues.set(
      name,
      before.then(() => released),
    )
    try {
      const turn = await Promise.race([before, aborted])
      if (turn === 'aborted') throw new DOMException('The request was aborted', 'AbortError')
      await hold()
    } finally {
      release()
    }
  }
}
