export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Checks `met` every few milliseconds until it returns true. Throws after `ms` milliseconds. */
export const until = async (met: () => boolean, ms: number, what: string): Promise<void> => {
  const deadline = performance.now() + ms
  while (!met()) {
    if (performance.now() > deadline) throw new Error(`waited ${ms} ms for ${what}`)
    await sleep(5)
  }
}

/** Runs `job` for every item, at most `width` at once. Returns the results in the order of the items. */
export const eachOf = async <T, R>(
  items: readonly T[],
  width: number,
  job: (item: T, index: number) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++
      results[index] = await job(items[index] as T, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
  return results
}
