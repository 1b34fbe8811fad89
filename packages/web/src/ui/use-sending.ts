import { useState } from 'react'
import { type T, useT } from '../i18n'
import { problemText } from './problem'

/**
 * Submits a form. An error stays until the user types, and the typed values stay.
 * @param wordsOf the text of an error
 */
export const useSending = (send: () => Promise<unknown>, wordsOf: (t: T, thrown: unknown) => string = problemText) => {
  const t = useT()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      await send()
    } catch (thrown) {
      setProblem(wordsOf(t, thrown))
    }
    setBusy(false)
  }
  return { problem, setProblem, busy, submit: () => void submit() }
}
