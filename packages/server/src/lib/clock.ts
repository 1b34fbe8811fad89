/** Time and timers in milliseconds: the real one here, a fake one in tests. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  setTimeout(run: () => void, delayMs: number): Timer
  clearTimeout(timer: Timer): void
}
export type Timer = { readonly timer: unknown }

/** The machine's clock. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, delayMs) => {
    const timer = setTimeout(run, delayMs)
    timer.unref()
    return { timer }
  },
  clearTimeout: ({ timer }) => clearTimeout(timer as ReturnType<typeof setTimeout>),
}

/** Runs `run` every `intervalMs` until the returned function is called; a run that is still going on is not overtaken. */
export const every = (clock: Clock, intervalMs: number, run: () => void | Promise<void>): (() => void) => {
  let stopped = false
  let timer: Timer | undefined
  const arm = () => {
    timer = clock.setTimeout(async () => {
      try {
        await run()
      } finally {
        if (!stopped) arm()
      }
    }, intervalMs)
  }
  arm()
  return () => {
    stopped = true
    if (timer) clock.clearTimeout(timer)
  }
}
