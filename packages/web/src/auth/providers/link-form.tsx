import type { OwnIdentities } from '@parley/protocol'
import { asParleyError } from '@parley/sdk/error'
import { callHttp } from '@parley/sdk/http'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useT } from '../../i18n'
import { sessionReplaced, sessionStore } from '../../lib/session'
import { Button } from '../../ui'
import { useAuthForm } from '../form'
import { FormProblem } from '../form-problem'
import { PasswordField } from '../password-field'
import { SecondStepPage } from '../second-step-page'
import { type FirstStep, SignInForm } from '../sign-in-form'
import { proveWith } from './arrival'

interface LinkFormProps {
  readonly ticket: string
  readonly back: string
}

/** Links with the password of the account that is signed in, or with the proof of its provider. */
const OwnerForm = ({ ticket }: { readonly ticket: string }) => {
  const t = useT()
  const [own, setOwn] = useState<OwnIdentities>()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  useEffect(() => {
    callHttp('', 'accounts.identities', {}).then(setOwn, () => undefined)
    callHttp('', 'accounts.me', {}).then(
      ({ user }) => setUsername(user.username),
      () => undefined,
    )
  }, [])
  const form = useAuthForm(
    () => (password === '' ? { password: t('fieldMissing') } : {}),
    async () => {
      await callHttp('', 'accounts.linkIdentity', { ticket, password }).catch((thrown: unknown) => {
        if (asParleyError(thrown).code !== 'bad_credentials') throw thrown
        throw Object.assign(asParleyError(thrown), { field: 'password' })
      })
      location.assign('/settings')
    },
  )
  const prover = own?.hasPassword === false ? own.identities[0] : undefined
  if (prover)
    return (
      <Button size="large" className="w-full" onClick={() => proveWith(prover.provider, { act: 'link', ticket })}>
        {t('confirmWith', { name: prover.title })}
      </Button>
    )
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-16">
      <input hidden readOnly name="username" autoComplete="username" value={username} />
      <PasswordField
        label={username === '' ? t('password') : t('passwordOf', { username })}
        autoComplete="current-password"
        value={password}
        error={form.problems.password}
        onChange={(event) => {
          setPassword(event.target.value)
          form.clear('password')
        }}
      />
      <FormProblem>{form.problems.form}</FormProblem>
      <Button type="submit" size="large" busy={form.busy}>
        {t('linkIt')}
      </Button>
    </form>
  )
}

/** Links an existing account. Its owner signs in with the password first. */
export const LinkForm = ({ ticket, back }: LinkFormProps) => {
  const isIn = useStore(sessionStore, (state) => state.signedIn)
  const [{ ticket: second, username }, setFirst] = useState<FirstStep>({ username: '' })
  const [password, setPassword] = useState('')
  const link = async (typed: string) => {
    await callHttp('', 'accounts.linkIdentity', { ticket, password: typed })
    sessionReplaced(back)
  }
  if (isIn) return <OwnerForm ticket={ticket} />
  if (second !== undefined)
    return (
      <SecondStepPage ticket={second} onSignedIn={() => void link(password)} onBack={() => setFirst({ username })} />
    )
  return (
    <SignInForm
      begun={username}
      onSignedIn={link}
      onTicket={(given, name, typed) => {
        setPassword(typed)
        setFirst({ ticket: given, username: name })
      }}
    />
  )
}
