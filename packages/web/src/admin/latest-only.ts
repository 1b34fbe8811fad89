/** Sends requests of which only the latest counts. The responses to earlier ones become undefined. */
export const latestOnly = () => {
  let questions = 0
  return async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => {
    const question = ++questions
    const answer = await ask()
    return question === questions ? answer : undefined
  }
}
