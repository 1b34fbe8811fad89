import { asParleyError } from '@parley/sdk/error'
import type { T } from '../i18n/catalog'
import { problemText } from '../ui/problem-text'

/** The fields that a refusal can be about. */
export type FieldName = 'username' | 'name' | 'password' | 'login' | 'code'
/** Error texts by field. `form` is for the whole form. */
export type Problems = Partial<Record<FieldName | 'form', string>>

const fields: ReadonlySet<string> = new Set<FieldName>(['username', 'name', 'password', 'login', 'code'])
const isField = (field: string | undefined): field is FieldName => field !== undefined && fields.has(field)

/** Assigns the server's refusal to its field. */
export const refusalOf = (t: T, thrown: unknown, timeText: (atMs: number) => string): Problems => {
  const { code, field, until } = asParleyError(thrown)
  if (code === 'network_blocked' && until !== undefined)
    return { form: t('networkBlockedUntil', { time: timeText(until) }) }
  const text = problemText(t, thrown)
  if (code === 'username_taken') return { username: text }
  if (code === 'weak_password' || field === 'newPassword') return { password: text }
  return isField(field) ? { [field]: text } : { form: text }
}

/** The errors without those of a changed field and of the form. */
export const withoutProblem = (problems: Problems, field: FieldName): Problems => {
  const { [field]: _gone, form: _formToo, ...others } = problems
  return others
}
