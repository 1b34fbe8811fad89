import type { UsedCredential } from '@parley/protocol'
import { asParleyError } from '@parley/sdk/error'
import { useState } from 'react'
import { passkeyProblem } from '../../auth/passkeys/passkey-problem'
import { pickPasskey } from '../../auth/passkeys/webauthn'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { problemText } from '../../ui/problem-text'
import { useOwner } from '../owner/use-owner'
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
 * @param options.dialog the dialog that opens again after a way to a provider and back
 */
export const useOwnerProof = (
  send: (proof: OwnerProof) => Promise<void>,
  { needsCode, dialog }: { readonly needsCode: boolean; readonly dialog: string },
) => {
  const t = useT()
  const format = useFormat()
  const client = useClient()
  const owner = useOwner(dialog)
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<ProofProblem>()
  const [busy, setBusy] = useState(false)

  const problemOf = (thrown: unknown): ProofProblem => {
    const text = passkeyProblem(t, thrown)
    if (text !== undefined) return { field: 'form', text }
    const confirmation = owner.refused(thrown)
    if (confirmation !== undefined) return { field: 'password', text: confirmation }
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
    if (owner.missing !== undefined) return setProblem({ field: 'password', text: owner.missing })
    if (needsCode && code.trim() === '') return setProblem({ field: 'code', text: t('fieldMissing') })
    void run(() => send({ password: owner.given, ...(needsCode ? { code } : {}) }))
  }
  const byPasskey = () =>
    void run(async () => send({ credential: await pickPasskey(await client.call('accounts.passkeyRequest', {})) }))
  const type = () => setProblem(undefined)
  const errorOf = (field: ProofProblem['field']) => (problem?.field === field ? problem.text : undefined)
  const typeCode = (value: string) => {
    setCode(value)
    type()
  }
  const fields = { owner, code, setCode: typeCode, type, errorOf, needsCode }
  return { fields, busy, run, byPassword, byPasskey, problem: errorOf('form') }
}
