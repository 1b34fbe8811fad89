import { asParleyError } from '@parley/sdk/error'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { passkeyProblem } from '../../auth/passkeys/passkey-problem'
import { pickPasskey } from '../../auth/passkeys/webauthn'
import type { ProvenAct } from '../../auth/providers/arrival'
import { dropProof, holdProof, proofStore, takeReturned } from '../../auth/providers/held-proof'
import type { OwnerWays } from '../../auth/providers/owner-ways'
import { useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { problemText } from '../../ui/problem-text'
import { ownerStore } from './owner-store'

/** The part of a form that confirms a change: the password, or another way that this person has. */
export interface Owner {
  readonly ways: OwnerWays | undefined
  /** Whether another way than the password has confirmed it. */
  readonly confirmed: boolean
  readonly password: string
  readonly setPassword: (password: string) => void
  /** The password or the proof to send. Empty without one. */
  readonly given: string
  /** The error of a form that is sent without a confirmation. */
  readonly missing: string | undefined
  /** The text of a refused confirmation. Undefined for other refusals. */
  readonly refused: (thrown: unknown) => string | undefined
  readonly byPasskey: () => void
  readonly busy: boolean
  /** The error of the passkey. */
  readonly problem: string | undefined
  readonly act: ProvenAct
}

/**
 * @param dialog the dialog that opens again after a way to a provider and back
 * @param text what it then starts with
 */
export const useOwner = (dialog: string, text?: string): Owner => {
  const t = useT()
  const client = useClient()
  const ways = useStore(ownerStore, (state) => state.ways)
  const proof = useStore(proofStore, (state) => state.proof)
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const given = proof ?? password
  const prove = async () => {
    const credential = await pickPasskey(await client.call('accounts.passkeyRequest', {}))
    holdProof((await client.call('accounts.proveByPasskey', { credential })).proof)
  }
  const byPasskey = async () => {
    setBusy(true)
    setProblem(undefined)
    await prove().catch((thrown: unknown) => setProblem(passkeyProblem(t, thrown) ?? problemText(t, thrown)))
    setBusy(false)
  }
  const refused = (thrown: unknown) => {
    if (asParleyError(thrown).code !== 'bad_credentials') return undefined
    if (proof === undefined) return t('oldPasswordWrong')
    dropProof()
    return t('confirmExpired')
  }
  return {
    ...{ ways, password, setPassword, given, refused, busy, problem },
    confirmed: proof !== undefined,
    missing: given === '' ? t(ways?.password === false ? 'confirmFirst' : 'fieldMissing') : undefined,
    byPasskey: () => void byPasskey(),
    act: { act: 'settings', dialog, ...(text === undefined ? {} : { text }) },
  }
}

/** Opens a dialog again that waited for a provider’s confirmation. */
export const useReturned = (dialog: string, open: (text: string) => void): void => {
  useEffect(() => {
    const back = takeReturned(dialog)
    if (back) open(back.text)
  })
}
