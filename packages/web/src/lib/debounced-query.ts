/**
 * Sends a query after a pause in typing, and passes on the response. A failed query has none.
 * @param tell isn't called after the query was stopped
 * @returns a function that stops it
 */
export const debouncedQuery = <Answer>(
  pauseMs: number,
  ask: () => Promise<Answer>,
  tell: (answer: Answer) => void,
): (() => void) => {
  let wanted = true
  const run = async () => {
    const answer = await ask()
    if (wanted) tell(answer)
  }
  const timer = setTimeout(() => void run().catch(() => undefined), pauseMs)
  return () => {
    wanted = false
    clearTimeout(timer)
  }
}
