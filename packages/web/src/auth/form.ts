import { type FormEvent, useState } from 'react'
import { useT } from '../i18n'
import { type FieldName, type Problems, refusalOf, withoutProblem } from './refusal'

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
      await send().catch((thrown: unknown) => setProblems(refusalOf(t, thrown)))
      setBusy(false)
    }
    // After the render that marks the fields.
    setTimeout(() => form.querySelector<HTMLInputElement>('[aria-invalid=true]')?.focus())
  }
  return {
    busy,
    problems,
    clear: (field) => setProblems((before) => withoutProblem(before, field)),
    onSubmit(event) {
      event.preventDefault()
      if (!busy) void submit(event.currentTarget)
    },
  }
}
