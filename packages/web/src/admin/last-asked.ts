/** Asks questions of which only the last one counts: an answer to an older one is undefined. */
export const lastAsked = () => {
  let questions = 0
  return async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => {
    const question = ++questions
    const answer = await ask()
    return question === questions ? answer : undefined
  }
}
