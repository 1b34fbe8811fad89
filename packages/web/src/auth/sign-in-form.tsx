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
import { signedIn } from './signed-in'

const useSignIn = (username: string, password: string) => {
  const t = useT()
  // Signing in takes one only after some failures: then the server says so.
  const proof = useProofOfWork(false)
  const form = useAuthForm(
    () => ({
      ...(username.trim() === '' && { username: t('fieldMissing') }),
      ...(password === '' && { password: t('fieldMissing') }),
    }),
    async () => {
      const login = username.trim().replace(/^@/, '')
      const params = { login, password, device: deviceName(navigator.userAgent) }
      await proof.around((proven) => callHttp('', 'accounts.login', { ...params, ...proven }), login)
      signedIn()
    },
  )
  return { form, proof: proof.status }
}

/** The people of `npm start -- --demo`, and the password that they share. */
const demo = { users: ['demo', 'test', 'admin'], password: '111111' } as const

/** Fills in one of the demo's people. */
const DemoUsers = ({ onChoose }: { readonly onChoose: (username: string) => void }) => (
  <div className="grid grid-cols-3 gap-8">
    {demo.users.map((username) => (
      <Button key={username} kind="secondary" onClick={() => onChoose(username)}>
        {username}
      </Button>
    ))}
  </div>
)

interface SignInFormProps {
  /** The demo is on show: its people are offered. */
  readonly demo?: boolean
}

/** Signs in. What is asked for by the address is shown afterwards. */
export const SignInForm = ({ demo: onShow = false }: SignInFormProps) => {
  const t = useT()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const { form, proof } = useSignIn(username, password)
  const choose = (chosen: string) => {
    setUsername(chosen)
    setPassword(demo.password)
  }
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-16">
      {onShow && <DemoUsers onChoose={choose} />}
      <TextField
        label={t('username')}
        name="username"
        size="large"
        autoComplete="username"
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
      <Button type="submit" size="large" busy={form.busy}>
        {t('signIn')}
      </Button>
    </form>
  )
}
