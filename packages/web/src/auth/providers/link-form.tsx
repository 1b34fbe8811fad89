import { asParleyError } from '@parley/sdk/error'
import { callHttp } from '@parley/sdk/http'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useT } from '../../i18n'
import { passkeyObstacle } from '../../lib/passkey-obstacle'
import { sessionReplaced, sessionStore } from '../../lib/session'
import { Button, TextField } from '../../ui'
import { problemText } from '../../ui/problem'
import { useAuthForm } from '../form'
import { FormProblem } from '../form-problem'
import { passkeyProblem } from '../passkeys/passkey-problem'
import { pickPasskey } from '../passkeys/webauthn'
import { PasswordField } from '../password-field'
import { SecondStepPage } from '../second-step-page'
import { type FirstStep, SignInForm } from '../sign-in-form'
import { type OwnerWays, waysOf } from './owner-ways'
import { WayButtons } from './way-buttons'

interface LinkFormProps {
  readonly ticket: string
  readonly back: string
}

interface OwnerFormProps {
  readonly ticket: string
  /** The password, or the proof of a provider, where the person has just given it. */
  readonly known?: string
}

const useOwnerForm = ({ ticket, known }: OwnerFormProps) => {
  const t = useT()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState(known ?? '')
  const [needsCode, setNeedsCode] = useState(false)
  const [code, setCode] = useState('')
  useEffect(() => {
    callHttp('', 'accounts.me', {}).then(
      ({ user }) => {
        setUsername(user.username)
        setNeedsCode(user.secondFactor !== undefined)
      },
      () => undefined,
    )
  }, [])
  const form = useAuthForm(
    () => ({
      ...(password === '' && { password: t('fieldMissing') }),
      ...(needsCode && code.trim() === '' && { code: t('fieldMissing') }),
    }),
    async () => {
      const typed = needsCode ? { password, code: code.trim() } : { password }
      await callHttp('', 'accounts.linkIdentity', { ticket, ...typed }).catch((thrown: unknown) => {
        const refusal = asParleyError(thrown)
        // The second factor was turned on after the first step.
        if (refusal.code === 'second_factor_invalid') setNeedsCode(true)
        throw refusal.code === 'bad_credentials' && known === undefined
          ? Object.assign(refusal, { field: 'password' })
          : thrown
      })
      sessionReplaced('/settings')
    },
  )
  return { username, password, setPassword, needsCode, code, setCode, form }
}

/** The ways of the signed-in person to confirm the link. Undefined until they are known. */
const useWays = () => {
  const t = useT()
  const [ways, setWays] = useState<OwnerWays>()
  const [proof, setProof] = useState<string>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    Promise.all([
      callHttp('', 'accounts.identities', {}),
      callHttp('', 'accounts.passkeys', {}),
      callHttp('', 'accounts.policy', {}),
    ]).then(
      ([own, passkeys, policy]) =>
        setWays(waysOf({ own, passkeys, policy, canUsePasskeys: passkeyObstacle() === undefined })),
      () => undefined,
    )
  }, [])
  const prove = async () => {
    const credential = await pickPasskey(await callHttp('', 'accounts.passkeyRequest', {}))
    setProof((await callHttp('', 'accounts.proveByPasskey', { credential })).proof)
  }
  const onPasskey = async () => {
    setBusy(true)
    setProblem(undefined)
    await prove().catch((thrown: unknown) => setProblem(passkeyProblem(t, thrown) ?? problemText(t, thrown)))
    setBusy(false)
  }
  return { ways, proof, problem, busy, onPasskey: () => void onPasskey() }
}

/** Links for the account that is signed in, once its owner has confirmed it. */
export const SignedInForm = ({ ticket }: { readonly ticket: string }) => {
  const { ways, proof, ...rest } = useWays()
  if (proof !== undefined) return <OwnerForm ticket={ticket} known={proof} />
  if (ways?.password === false) return <WayButtons ways={ways} act={() => ({ act: 'link', ticket })} {...rest} />
  return <OwnerForm ticket={ticket} />
}

/** Links with the password of the account that is signed in, or with the proof of its provider. */
export const OwnerForm = (props: OwnerFormProps) => {
  const t = useT()
  const { username, password, setPassword, needsCode, code, setCode, form } = useOwnerForm(props)
  const { known } = props
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-16">
      <input hidden readOnly name="username" autoComplete="username" value={username} />
      {known === undefined && (
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
      )}
      {needsCode && (
        <TextField
          label={t('anyCode')}
          name="code"
          size="large"
          dir="ltr"
          autoComplete="one-time-code"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          maxLength={40}
          value={code}
          error={form.problems.code}
          onChange={(event) => {
            setCode(event.target.value)
            form.clear('code')
          }}
        />
      )}
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
  const [passed, setPassed] = useState(false)
  if (isIn) return <SignedInForm ticket={ticket} />
  // The code of the sign-in is used up: the link takes another one.
  if (passed) return <OwnerForm ticket={ticket} known={password} />
  if (second !== undefined)
    return <SecondStepPage ticket={second} onSignedIn={() => setPassed(true)} onBack={() => setFirst({ username })} />
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
