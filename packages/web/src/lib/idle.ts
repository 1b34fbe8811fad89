/**
 * Runs a callback when the page is idle, after 4 s at the latest. Safari has no idle callbacks, so there it runs after
 * two frames.
 */
export const whenIdle = (run: () => void) =>
  'requestIdleCallback' in globalThis
    ? requestIdleCallback(() => run(), { timeout: 4_000 })
    : requestAnimationFrame(() => requestAnimationFrame(() => run()))

const first = Promise.withResolvers<void>()

/** The user has done nothing for this long when the page loads code in advance. Earlier, that could delay what they do. */
const quietMs = 3_000
let lastActionMs = 0

const noteAction = () => {
  lastActionMs = performance.now()
}

/** Call when the first screen has rendered. Work that waits for `idle` then starts when the page is idle. */
export const firstScreenShown = (): void => {
  noteAction()
  for (const type of ['keydown', 'pointerdown', 'wheel'])
    addEventListener(type, noteAction, { capture: true, passive: true })
  whenIdle(() => {
    performance.mark('parley:idle')
    first.resolve()
  })
}

/** Resolves when the page is idle, and neither its start nor the user's last action was a moment ago. */
export const untilQuiet = async (): Promise<void> => {
  const leftMs = () => lastActionMs + quietMs - performance.now()
  while (leftMs() > 0) await new Promise((resolve) => setTimeout(resolve, leftMs()))
  await new Promise<void>((resolve) => whenIdle(resolve))
}

/** Resolves when the page is idle for the first time after the first screen. */
export const idle: Promise<void> = first.promise
