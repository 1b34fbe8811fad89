/** What runs when the page has nothing else to do, after 4 s at the latest. */
const whenIdle = (run: () => void) =>
  'requestIdleCallback' in globalThis ? requestIdleCallback(run, { timeout: 4_000 }) : setTimeout(run, 2_000)

const first = Promise.withResolvers<void>()

/** The first look is there: what waits for `idle` may come when the page has nothing else to do. */
export const firstLookShown = (): void => {
  whenIdle(() => {
    performance.mark('parley:idle')
    first.resolve()
  })
}

/** The first moment after the first look in which the page has nothing else to do. */
export const idle: Promise<void> = first.promise
