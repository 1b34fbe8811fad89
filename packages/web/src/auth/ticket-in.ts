import { asParleyError } from '@parley/sdk/error'

/** The ticket of a first step that needs a second one. Throws any other error. */
export const ticketIn = (thrown: unknown): string => {
  const { code, ticket } = asParleyError(thrown)
  if (code !== 'second_factor_required' || ticket === undefined) throw thrown
  return ticket
}
