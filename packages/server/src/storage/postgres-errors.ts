import { fail } from '../lib/fail'

const codeOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : ''
}
/** The five characters of SQL's own codes; the system's (ECONNRESET) are longer. */
const sqlState = (error: unknown): string => (/^[0-9A-Z]{5}$/.test(codeOf(error)) ? codeOf(error) : '')

/** What the driver says without a code, when the connection or its patience ended. */
const lostSentence =
  /Connection terminated|not queryable|Query read timeout|timeout exceeded when trying to connect|connection timeout|Client was closed/i

/** The connection is gone or was refused: another one may work. */
export const isConnectionLost = (error: unknown): boolean => {
  const state = sqlState(error)
  if (state !== '') return /^(08...|57P0[1-5]|53300|25P03)$/.test(state)
  return /^E[A-Z]+$/.test(codeOf(error)) || (error instanceof Error && lostSentence.test(error.message))
}

/** The database asks to run the transaction again: it gave way to another one. */
const isGivenWay = (error: unknown): boolean => /^(40001|40P01)$/.test(sqlState(error))

/** Somebody else was faster with the same unique value: run again, the transaction sees their row. */
const isOvertaken = (error: unknown): boolean => sqlState(error) === '23505'

/** Whether a transaction that certainly did not commit may succeed when it is run again. */
export const mayRunAgain = (error: unknown): boolean =>
  isGivenWay(error) || isOvertaken(error) || isConnectionLost(error)

/** The same for messages, which are safe to repeat; a value that is taken is a bad row there. */
export const mayAppendAgain = (error: unknown): boolean => isGivenWay(error) || isConnectionLost(error)

/** Timeouts, no room, no rights to write (a standby), and whatever says that nothing is wrong with the request itself. */
const isUnwell = (error: unknown): boolean => /^(57014|55P03|53...|58...|25006|40...)$/.test(sqlState(error))

/** Whether a batch failed for a reason that would fail each of its rows alike. */
export const isUnavailable = (error: unknown): boolean => isConnectionLost(error) || isUnwell(error)

/** What a caller hears: that it is to be tried again, or the error as it is. */
export const asFailure = (error: unknown): unknown => (isUnavailable(error) ? fail('unavailable') : error)

const url = 'PARLEY_DATABASE_URL'

/** Why PostgreSQL cannot be opened, as one sentence that says what to do; never the password. */
export const startSentence = (
  error: unknown,
  place: { where: string; database: string; user: string },
): string | undefined => {
  const { where, database, user } = place
  const state = sqlState(error)
  const why = codeOf(error) || (error instanceof Error ? error.message : String(error))
  if (/^28/.test(state))
    return `PostgreSQL at ${where} refuses the user ${user} (${why}): mend the name or the password in ${url}.`
  if (state === '3D000')
    return `PostgreSQL at ${where} has no database ${database}: make it with \`createdb ${database}\`, or mend ${url}.`
  if (state === '42501')
    return `The user ${user} may not make tables in ${database}: run \`grant create on schema public to ${user}\` there, or make that user the owner of the database.`
  if (state === '53300')
    return `PostgreSQL at ${where} takes no more connections: raise its max_connections, or stop other programs.`
  if (isUnavailable(error))
    return `PostgreSQL at ${where} cannot be reached (${why}): start it, let this machine connect, or mend ${url}.`
  if (state === '' && error instanceof Error && /SSL|certificate/i.test(error.message))
    return `PostgreSQL at ${where} and ${url} do not agree about encryption (${error.message}): set sslmode in ${url}.`
  return undefined
}
