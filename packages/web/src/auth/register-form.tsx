import { limits } from '@parley/protocol/limits'
import { visibleText } from '@parley/protocol/visible'
import { asParleyError } from '@parley/sdk/error'
import { callHttp } from '@parley/sdk/http'
import { type ChangeEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { useT } from '../i18n'
import { Button, TextField } from '../ui'
import { TextArea } from '../ui/text-area'
import { checkRegistration } from './check-registration'
import { deviceName } from './device-name'
import { type AuthForm, useAuthForm } from './form'
import { FormProblem } from './form-problem'
import { PasswordField } from './password-field'
import { useProofOfWork } from './proof'
import { ProofLine } from './proof-line'
import { signedIn } from './signed-in'
import { StrengthMeter, usePasswordStrength } from './strength-meter'
import { holdTicket } from './waiting-request'

export interface RegisterFormProps {
  /** The code of an invite link. */
  readonly invite?: string
  /** The code of the setup link. */
  readonly setup?: string
  /** Requests the account instead, for an administrator to approve. */
  readonly approval?: boolean
  /** Called when the server requires the other one of the two. */
  readonly onOtherMode?: () => void
  /** Whether the server requires a proof of work, as far as known. */
  readonly proof: boolean
}

const emptyForm = { username: '', name: '', password: '' }

/** The page was loaded before an administrator changed who can create an account. */
const otherMode: ReadonlySet<string> = new Set(['approval_required', 'registration_open'])

const useRegistration = ({ invite, setup, approval = false, onOtherMode, proof: wanted }: RegisterFormProps) => {
  const t = useT()
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState(emptyForm)
  const [note, setNote] = useState('')
  const strength = usePasswordStrength(typed.password, typed.username)
  const proof = useProofOfWork(wanted)
  const form: AuthForm = useAuthForm(
    () => checkRegistration(t, typed, strength),
    async () => {
      const { username, name, password } = typed
      const codes = { ...(invite !== undefined && { invite }), ...(setup !== undefined && { setup }) }
      const account = { username: username.trim().toLowerCase(), name: visibleText(name), password }
      const params = { ...account, ...codes, device: deviceName(navigator.userAgent) }
      try {
        if (approval) {
          await proof.around(async (proven) => {
            const { ticket } = await callHttp('', 'accounts.requestAccount', { ...params, note, ...proven })
            holdTicket(ticket)
          })
          navigate('/waiting')
        } else {
          await proof.around((proven) => callHttp('', 'accounts.register', { ...params, ...proven }))
          signedIn()
        }
      } catch (thrown) {
        if (otherMode.has(asParleyError(thrown).code)) onOtherMode?.()
        throw thrown
      }
    },
  )
  const field = (name: keyof typeof emptyForm) => ({
    value: typed[name],
    error: form.problems[name],
    onChange(event: ChangeEvent<HTMLInputElement>) {
      const value = event.target.value
      setTyped((before) => ({ ...before, [name]: value }))
      form.clear(name)
    },
  })
  return { form, field, note, setNote, strength, proof: proof.status }
}

export const RegisterForm = (props: RegisterFormProps) => {
  const t = useT()
  const { form, field, note, setNote, strength, proof } = useRegistration(props)
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-16">
      <TextField
        {...field('name')}
        label={t('displayName')}
        hint={t('displayNameHint')}
        name="name"
        size="large"
        autoComplete="name"
        maxLength={limits.nameMaxChars}
      />
      <TextField
        {...field('username')}
        label={t('username')}
        hint={t('usernameHint')}
        name="username"
        size="large"
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
      />
      <PasswordField
        {...field('password')}
        autoComplete="new-password"
        maxLength={limits.passwordMaxChars}
        below={<StrengthMeter strength={strength} brief={form.problems.password !== undefined} />}
      />
      {props.approval && (
        <TextArea
          label={t('accountNote')}
          hint={t('accountNoteHint')}
          rows={3}
          maxLength={limits.accountNoteMaxChars}
          value={note}
          onChange={setNote}
        />
      )}
      <ProofLine status={proof} />
      <FormProblem>{form.problems.form}</FormProblem>
      <Button type="submit" size="large" busy={form.busy}>
        {t(props.approval ? 'sendRequest' : 'register')}
      </Button>
    </form>
  )
}
