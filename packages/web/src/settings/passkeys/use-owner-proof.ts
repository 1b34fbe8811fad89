import type { UsedCredential } from '@parley/protocol'
import { asParleyError } from '@parley/sdk/error'
import { useState } from 'react'
import { passkeyProblem } from '../../auth/passkeys/passkey-problem'
import { pickPasskey } from '../../auth/passkeys/webauthn'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { problemText } from '../../ui/problem-text'
import { factorRefused } from '../second-factor/factor-problem'

/** Proofs of the owner: the password, with a code where one is needed, or a passkey. */
export type OwnerProof = { readonly password: string; readonly code?: string } | { readonly credential: UsedCredential }

/** An error at a field, or about the whole form. */
export interface ProofProblem {
  readonly field: 'password' | 'code' | 'form'
  readonly text: string
}

/**
 * The state of a form that proves the owner.
 * @param send makes the change with the proof
 */
export const useOwnerProof = (
  send: (proof: OwnerProof) => Promise<void>,
  { needsCode }: { readonly needsCode: boolean },
) => {
  const t = useT()
  const format = useFormat()
  const client = useClient()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<ProofProblem>()
  const [busy, setBusy] = useState(false)

  const problemOf = (thrown: unknown): ProofProblem => {
    const text = passkeyProblem(t, thrown)
    if (text !== undefined) return { field: 'form', text }
    const { field } = asParleyError(thrown)
    if (field === 'password' || field === 'code') return factorRefused(t, thrown, format)
    return { field: 'form', text: problemText(t, thrown) }
  }
  /** Runs a step of the form, and shows its error. */
  const run = async (step: () => Promise<void>) => {
    setBusy(true)
    setProblem(undefined)
    await step().catch((thrown: unknown) => setProblem(problemOf(thrown)))
    setBusy(false)
  }
  const byPassword = () => {
    if (password === '') return setProblem({ field: 'password', text: t('fieldMissing') })
    if (needsCode && code.trim() === '') return setProblem({ field: 'code', text: t('fieldMissing') })
    void run(() => send({ password, ...(needsCode ? { code } : {}) }))
  }
  const byPasskey = () =>
    void run(async () => send({ credential: await pickPasskey(await client.call('accounts.passkeyRequest', {})) }))
  const typed = (set: (value: string) => void) => (value: string) => {
    set(value)
    setProblem(undefined)
  }
  const errorOf = (field: ProofProblem['field']) => (problem?.field === field ? problem.text : undefined)
  const fields = { password, setPassword: typed(setPassword), code, setCode: typed(setCode), errorOf, needsCode }
  return { fields, busy, run, byPassword, byPasskey, problem: errorOf('form') }
}
