import { asParleyError } from '@parley/sdk/error'
import type { T } from '../i18n/catalog'
import { problemText } from '../problem-words'

/** The fields that a refusal can be about. */
export type FieldName = 'username' | 'name' | 'password'
/** Sentences by field; `form` concerns the whole. */
export type Problems = Partial<Record<FieldName | 'form', string>>

const isField = (field: string | undefined): field is FieldName =>
  field === 'username' || field === 'name' || field === 'password'

/** Puts the server's refusal beside the field that it is about. */
export const refusalOf = (t: T, thrown: unknown): Problems => {
  const { code, field } = asParleyError(thrown)
  const text = problemText(t, thrown)
  if (code === 'username_taken') return { username: text }
  if (code === 'weak_password' || field === 'newPassword') return { password: text }
  return isField(field) ? { [field]: text } : { form: text }
}

/** The problems without that of a field whose text changes, and without that of the whole. */
export const withoutProblem = (problems: Problems, field: FieldName): Problems => {
  const { [field]: _gone, form: _formToo, ...others } = problems
  return others
}
