/**
 * Asks a question once nothing was typed for a moment, and passes the answer on. A question that fails has no answer.
 * @param tell isn't called after the question was stopped
 * @returns the way to stop
 */
export const askAfterPause = <Answer>(
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
