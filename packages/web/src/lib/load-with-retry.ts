import { createStore } from 'zustand/vanilla'

const firstPauseMs = 500
const longestPauseMs = 15_000

/** The number of failed loads that wait for their next attempt. */
export const failingLoads = createStore<{ readonly count: number }>(() => ({ count: 0 }))

const retries = new EventTarget()

/** Retries all failed loads now. */
export const retryLoads = (): void => void retries.dispatchEvent(new Event('retry'))

/** A pause that doubles with each failure. It ends at once when the network returns or the user retries. */
const pause = (failures: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      globalThis.removeEventListener('online', done)
      retries.removeEventListener('retry', done)
      resolve()
    }
    const timer = setTimeout(done, Math.min(longestPauseMs, firstPauseMs * 2 ** failures))
    globalThis.addEventListener('online', done)
    retries.addEventListener('retry', done)
  })

/** Retries until it succeeds. Meanwhile it counts among the failing loads. */
const again = async <T>(load: () => Promise<T>): Promise<T> => {
  failingLoads.setState(({ count }) => ({ count: count + 1 }))
  try {
    for (let failures = 0; ; failures++) {
      await pause(failures)
      const outcome = await load().then(
        (value) => ({ value }),
        () => undefined,
      )
      if (outcome) return outcome.value
    }
  } finally {
    failingLoads.setState(({ count }) => ({ count: count - 1 }))
  }
}

/**
 * Loads a part of the client that is needed now, and retries until it succeeds. Its placeholder `LoadingPlaceholder` shows why
 * loading fails.
 */
export const loadWithRetry = <T>(load: () => Promise<T>): Promise<T> => load().catch(() => again(load))

/** Loads an optional part. Undefined if that fails. */
export const loadOrUndefined = <T>(load: () => Promise<T>): Promise<T | undefined> => load().catch(() => undefined)

/** Loads a part of the client that may be needed soon. If that fails, the part loads when it is needed. */
export const prefetch = (load: () => Promise<unknown>): void => void loadOrUndefined(load)
