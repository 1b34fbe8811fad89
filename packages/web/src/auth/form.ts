import { asParleyError } from '@parley/sdk/error'
import { type FormEvent, useState } from 'react'
import { type T, useT } from '../i18n'
import { problemText } from '../problem'

/** The fields that a refusal can be about. */
export type FieldName = 'username' | 'name' | 'password'
/** Sentences by field; `form` concerns the whole. */
export type Problems = Partial<Record<FieldName | 'form', string>>

const isField = (field: string | undefined): field is FieldName =>
  field === 'username' || field === 'name' || field === 'password'

/** Puts the server's refusal beside the field that it is about. */
const problemsOf = (t: T, thrown: unknown): Problems => {
  const { code, field } = asParleyError(thrown)
  const text = problemText(t, thrown)
  if (code === 'username_taken') return { username: text }
  if (code === 'weak_password') return { password: text }
  return isField(field) ? { [field]: text } : { form: text }
}

export interface AuthForm {
  readonly busy: boolean
  readonly problems: Problems
  /** Forgets what was wrong with a field, as its text changes. */
  readonly clear: (field: FieldName) => void
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void
}

/**
 * Sending of a form before sign-in. Nothing typed is lost when it fails.
 * @param check what can be said without asking the server; nothing is sent while it finds something
 */
export const useAuthForm = (check: () => Problems, send: () => Promise<void>): AuthForm => {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<Problems>({})

  const submit = async (form: HTMLFormElement) => {
    const found = check()
    setProblems(found)
    if (Object.keys(found).length === 0) {
      setBusy(true)
      await send().catch((thrown: unknown) => setProblems(problemsOf(t, thrown)))
      setBusy(false)
    }
    // After the render that marks the fields.
    setTimeout(() => form.querySelector<HTMLInputElement>('[aria-invalid=true]')?.focus())
  }
  return {
    busy,
    problems,
    clear: (field) => setProblems(({ [field]: _gone, form: _formToo, ...others }) => others),
    onSubmit(event) {
      event.preventDefault()
      if (!busy) void submit(event.currentTarget)
    },
  }
}
