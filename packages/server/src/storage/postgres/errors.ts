import { fail } from '../../lib/fail'

const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : ''
}
/** SQL's own codes have five characters; the system's (ECONNRESET) are longer. */
const sqlState = (error: unknown): string => (/^[0-9A-Z]{5}$/.test(codeOf(error)) ? codeOf(error) : '')

/** Driver errors without a code, after a lost connection or a timeout. */
const lostSentence =
  /Connection terminated|not queryable|Query read timeout|timeout exceeded when trying to connect|connection timeout|Client was closed/i

/** The connection is lost or was refused: another one may work. */
export const isConnectionLost = (error: unknown): boolean => {
  const state = sqlState(error)
  if (state !== '') return /^(08...|57P0[1-5]|53300|25P03)$/.test(state)
  return /^E[A-Z]+$/.test(codeOf(error)) || (error instanceof Error && lostSentence.test(error.message))
}

/** The transaction lost a conflict, and PostgreSQL wants a retry. */
const isGivenWay = (error: unknown): boolean => /^(40001|40P01)$/.test(sqlState(error))

/** Another transaction was faster with the same unique value: a retry sees its row. */
const isOvertaken = (error: unknown): boolean => sqlState(error) === '23505'

/** Whether a transaction that certainly did not commit may succeed when it is retried. */
export const mayRunAgain = (error: unknown): boolean =>
  isGivenWay(error) || isOvertaken(error) || isConnectionLost(error)

/** The same for messages, which are safe to repeat. Here a duplicate value is a bad row. */
export const mayAppendAgain = (error: unknown): boolean => isGivenWay(error) || isConnectionLost(error)

/**
 * Timeouts, lack of space, missing write access (a standby), and other failures that aren't caused by the request
 * itself.
 */
const isUnwell = (error: unknown): boolean => /^(57014|55P03|53...|58...|25006|40...)$/.test(sqlState(error))

/** Whether a batch failed for a reason that affects all its rows. */
export const isUnavailable = (error: unknown): boolean => isConnectionLost(error) || isUnwell(error)

/** The error for the caller: `unavailable`, or the original error. */
export const asFailure = (error: unknown): unknown => (isUnavailable(error) ? fail('unavailable') : error)

const url = 'PARLEY_DATABASE_URL'

/** Explains why PostgreSQL can't be opened, in one sentence with the next step; never shows the password. */
export const startSentence = (
  error: unknown,
  place: { where: string; database: string; user: string },
): string | undefined => {
  const { where, database, user } = place
  const state = sqlState(error)
  const why = codeOf(error) || (error instanceof Error ? error.message : String(error))
  if (/^28/.test(state))
    return `PostgreSQL at ${where} refuses the user ${user} (${why}): correct the name or the password in ${url}.`
  if (state === '3D000')
    return `PostgreSQL at ${where} has no database ${database}: create it with \`createdb ${database}\`, or correct ${url}.`
  if (state === '42501')
    return `The user ${user} cannot create tables in ${database}: run \`grant create on schema public to ${user}\` there, or make that user the owner of the database.`
  if (state === '53300')
    return `PostgreSQL at ${where} accepts no more connections: raise its max_connections, or stop other programs.`
  if (isUnavailable(error))
    return `PostgreSQL at ${where} cannot be reached (${why}): start it, let this machine connect, or correct ${url}.`
  if (state === '' && error instanceof Error && /SSL|certificate/i.test(error.message))
    return `PostgreSQL at ${where} and ${url} disagree about encryption (${error.message}): set sslmode in ${url}.`
  return undefined
}
