/** The name of the error that a call ends with, and the field that it names. */
export const refusal = (doing: Promise<unknown>) =>
  doing.then(
    () => 'done',
    ({ code, failure, field }: { code?: string; failure?: string; field?: string }) => [code ?? failure, field],
  )
