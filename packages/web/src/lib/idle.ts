/**
 * Runs a callback when the page is idle, after 4 s at the latest. Safari has no idle callbacks, so there it runs after
 * two frames.
 */
const whenIdle = (run: () => void) =>
  'requestIdleCallback' in globalThis
    ? requestIdleCallback(() => run(), { timeout: 4_000 })
    : requestAnimationFrame(() => requestAnimationFrame(() => run()))

const first = Promise.withResolvers<void>()

/** Call when the first screen has rendered. Work that waits for `idle` then starts when the page is idle. */
export const firstScreenShown = (): void => {
  whenIdle(() => {
    performance.mark('parley:idle')
    first.resolve()
  })
}

export const untilIdle = (): Promise<void> => new Promise((resolve) => whenIdle(resolve))

/** Resolves when the page is idle for the first time after the first screen. */
export const idle: Promise<void> = first.promise
