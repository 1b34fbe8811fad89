const firstPauseMs = 500
const longestPauseMs = 15_000
/** So often it is tried while the browser says that there is a network, about half a minute. */
const tries = 6

/** A pause that doubles with each failure, and ends at once when the network is back. */
const pause = (failures: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      globalThis.removeEventListener('online', done)
      resolve()
    }
    const timer = setTimeout(done, Math.min(longestPauseMs, firstPauseMs * 2 ** failures))
    globalThis.addEventListener('online', done)
  })

/**
 * Loads a part of the client that is needed now, also over a network that comes and goes: without one it waits, else it
 * gives up after some tries, as when the server has another build by now.
 */
export const persistently = async <T>(load: () => Promise<T>): Promise<T> => {
  for (let failures = 0; ; failures++) {
    try {
      return await load()
    } catch (error) {
      if (failures + 1 >= tries && navigator.onLine) throw error
      await pause(failures)
    }
  }
}

/** Loads a part of the client that may be needed soon; when that fails it is loaded when it is needed. */
export const prefetch = (...loads: readonly (() => Promise<unknown>)[]): void => {
  for (const load of loads) load().catch(() => undefined)
}
