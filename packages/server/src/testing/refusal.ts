/** The name of the error that a call ends with, and the field that it names. */
export const refusal = (doing: Promise<unknown>) =>
  doing.then(
    () => 'done',
    ({ code, failure, field }: { code?: string; failure?: string; field?: string }) => [code ?? failure, field],
  )

/** `yes`, or the name of the error that a call ends with. */
export const outcome = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'yes',
    ({ code, failure }: { code?: string; failure?: string }) => code ?? failure ?? 'no failure',
  )
