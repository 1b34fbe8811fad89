import { useState } from 'react'
import { useT } from './i18n'
import { problemText } from './problem'

/** Sends what a form holds. What is refused is said until something else is typed, and what was typed stays. */
export const useSending = (send: () => Promise<unknown>) => {
  const t = useT()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async () => {
    setBusy(true)
    try {
      await send()
    } catch (thrown) {
      setProblem(problemText(t, thrown))
    }
    setBusy(false)
  }
  return { problem, setProblem, busy, submit: () => void submit() }
}
