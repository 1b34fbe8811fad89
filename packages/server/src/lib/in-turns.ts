import { Semaphore } from './semaphore'

/**
 * Does something with each of many, a few at a time, and answers the results in order. No more are taken from the source than are
 * worked on. After a failure no further one begins, and those that began come to their end before it is thrown.
 */
export const inTurns = async <T, R>(
  atOnce: number,
  source: Iterable<T> | AsyncIterable<T>,
  work: (one: T, index: number) => Promise<R>,
): Promise<R[]> => {
  const turns = new Semaphore(atOnce)
  const results: Promise<R>[] = []
  let failed = false
  try {
    for await (const one of source) {
      if (failed) break
      const index = results.length
      const started = Promise.withResolvers<void>()
      const result = turns.take(() => {
        started.resolve()
        return work(one, index)
      })
      result.catch(() => {
        failed = true
      })
      results.push(result)
      await started.promise
    }
  } finally {
    // Nothing is on its way any more when the caller tidies up.
    await Promise.allSettled(results)
  }
  return Promise.all(results)
}
