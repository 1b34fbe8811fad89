import { type FormEvent, useState } from 'react'
import { useFormat, useT } from '../i18n'
import { giveFocus } from '../ui/give-focus'
import { type FieldName, type Problems, refusalOf, withoutProblem } from './refusal'

export interface AuthForm {
  readonly busy: boolean
  readonly problems: Problems
  /** Clears the error of a field when its text changes. */
  readonly clear: (field: FieldName) => void
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void
}

/**
 * Submits a form before sign-in. If that fails, the fields keep their values.
 * @param check finds errors without the server. Nothing is sent while it finds any.
 */
export const useAuthForm = (check: () => Problems, send: () => Promise<void>): AuthForm => {
  const t = useT()
  const format = useFormat()
  const [busy, setBusy] = useState(false)
  const [problems, setProblems] = useState<Problems>({})

  const submit = async (form: HTMLFormElement) => {
    const found = check()
    setProblems(found)
    if (Object.keys(found).length === 0) {
      setBusy(true)
      await send().catch((thrown: unknown) => setProblems(refusalOf(t, thrown, format.dateTime)))
      setBusy(false)
    }
    // After the render that marks the fields.
    setTimeout(() => giveFocus(form.querySelector<HTMLInputElement>('[aria-invalid=true]')))
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
