import { asParleyError } from '@parley/sdk/error'
import { callHttp } from '@parley/sdk/http'
import { useState } from 'react'
import { useT } from '../i18n'
import { Button, TextField } from '../ui'
import { deviceName } from './device-name'
import { useAuthForm } from './form'
import { FormProblem } from './form-problem'
import { PasswordField } from './password-field'
import { useProofOfWork } from './proof'
import { ProofLine } from './proof-line'
import { RestoreOffer } from './restore-offer'
import { signedIn } from './signed-in'
import { ticketIn } from './ticket-in'

interface Typed {
  readonly username: string
  readonly password: string
}

const useSignIn = (
  { username, password }: Typed,
  { onTicket, onSignedIn }: Pick<SignInFormProps, 'onTicket' | 'onSignedIn'>,
) => {
  const t = useT()
  // A sign-in requires a proof of work only after several failures. The server then requests it.
  const proof = useProofOfWork(false)
  const [closedUntil, setClosedUntil] = useState<number>()
  const enter = async (method: 'accounts.login' | 'accounts.restore') => {
    const login = username.trim().replace(/^@/, '')
    const params = { login, password, device: deviceName(navigator.userAgent) }
    try {
      await proof.around((proven) => callHttp('', method, { ...params, ...proven }), login)
    } catch (thrown) {
      return onTicket(ticketIn(thrown), username, password)
    }
    if (onSignedIn) return onSignedIn(password)
    signedIn()
  }
  const form = useAuthForm(
    () => ({
      ...(username.trim() === '' && { username: t('fieldMissing') }),
      ...(password === '' && { password: t('fieldMissing') }),
    }),
    async () => {
      if (closedUntil !== undefined) return enter('accounts.restore')
      try {
        await enter('accounts.login')
      } catch (thrown) {
        const { code, until } = asParleyError(thrown)
        if (code !== 'account_closed' || until === undefined) throw thrown
        setClosedUntil(until)
      }
    },
  )
  const clear = (field: 'username' | 'password') => {
    setClosedUntil(undefined)
    form.clear(field)
  }
  return { form: { ...form, clear }, proof: proof.status, closedUntil }
}

/** How far a sign-in is: with a ticket, its first step succeeded. */
export interface FirstStep {
  /** The username that the form begins with. */
  readonly username: string
  readonly ticket?: string
}

export interface SignInFormProps {
  /** The username that the form begins with. */
  readonly begun: string
  /** Called when the sign-in needs a second step. */
  readonly onTicket: (ticket: string, username: string, password: string) => void
  /** Takes the place of opening the page of the address. */
  readonly onSignedIn?: (password: string) => Promise<void>
}

/** Signs in. Then the page of the address opens. */
export const SignInForm = ({ begun, ...then }: SignInFormProps) => {
  const t = useT()
  const [username, setUsername] = useState(begun)
  const [password, setPassword] = useState('')
  const { form, proof, closedUntil } = useSignIn({ username, password }, then)
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-16">
      <TextField
        label={t('loginName')}
        name="username"
        size="large"
        autoComplete="username webauthn"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        value={username}
        error={form.problems.username}
        onChange={(event) => {
          setUsername(event.target.value)
          form.clear('username')
        }}
      />
      <PasswordField
        autoComplete="current-password"
        value={password}
        error={form.problems.password}
        onChange={(event) => {
          setPassword(event.target.value)
          form.clear('password')
        }}
      />
      <ProofLine status={proof} />
      <FormProblem>{form.problems.form}</FormProblem>
      {closedUntil === undefined ? (
        <Button type="submit" size="large" busy={form.busy}>
          {t('signIn')}
        </Button>
      ) : (
        <RestoreOffer until={closedUntil} busy={form.busy} />
      )}
    </form>
  )
}
