/** The pause before the next request, when the server holds none or can't be reached. */
const pauseMs = 10_000

const visible = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (document.visibilityState !== 'visible' && !signal.aborted) return
      document.removeEventListener('visibilitychange', look)
      resolve()
    }
    document.addEventListener('visibilitychange', look)
    signal.addEventListener('abort', look)
    look()
  })

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, pauseMs)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** One request, which the server holds until something changes. It ends when the page is hidden, because browsers have few connections. */
const nextTag = async (since: string | undefined, stopped: AbortSignal): Promise<string | undefined> => {
  const ended = new AbortController()
  const end = () => (stopped.aborted || document.visibilityState !== 'visible') && ended.abort()
  document.addEventListener('visibilitychange', end)
  stopped.addEventListener('abort', end)
  try {
    const query = since === undefined ? '' : `?since=${since}`
    const response = await fetch(`/policy/changes${query}`, { signal: ended.signal })
    return response.status === 200 ? await response.text() : undefined
  } catch {
    return undefined
  } finally {
    document.removeEventListener('visibilitychange', end)
    stopped.removeEventListener('abort', end)
  }
}

/** Follows what administrators change about the sign-in page, while the page is visible. */
export const followPolicy = async (changed: () => void, stopped: AbortSignal): Promise<void> => {
  let since: string | undefined
  while (!stopped.aborted) {
    await visible(stopped)
    if (stopped.aborted) return
    const tag = await nextTag(since, stopped)
    if (stopped.aborted) return
    // The policy may have changed between its request and this one, so the first tag counts as a change.
    if (tag !== since && tag !== undefined) changed()
    if (tag !== undefined) since = tag
    else if (document.visibilityState === 'visible') {
      await pause(stopped)
      if (!stopped.aborted) changed()
    }
  }
}
