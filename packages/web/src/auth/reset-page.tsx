import { callHttp } from '@parley/sdk/http'
import { useState } from 'react'
import { Link } from 'wouter'
import { useT } from '../i18n'
import { sessionReplaced } from '../lib/session'
import { Avatar } from '../people/avatar'
import { Button, buttonClass } from '../ui'
import { AuthFrame } from './auth-frame'
import { passwordProblem } from './check-registration'
import { deviceName } from './device-name'
import { FailedPolicy } from './failed-policy'
import { useAuthForm } from './form'
import { FormProblem } from './form-problem'
import { NewPasswordField } from './new-password-field'
import { usePolicy } from './policy'
import { SecondStepPage } from './second-step-page'
import { usePasswordStrength } from './strength-meter'
import { ticketIn } from './ticket-in'

interface ResetFormProps {
  readonly code: string
  readonly username: string
  /** Called when the new password needs a second step. */
  readonly onTicket: (ticket: string) => void
}

/** Sets the password, and signs in. */
const ResetForm = ({ code, username, onTicket }: ResetFormProps) => {
  const t = useT()
  const [password, setPassword] = useState('')
  const strength = usePasswordStrength(password, username)
  const form = useAuthForm(
    () => {
      const problem = passwordProblem(t, password, strength)
      return problem === undefined ? {} : { password: problem }
    },
    async () => {
      const device = deviceName(navigator.userAgent)
      try {
        await callHttp('', 'accounts.resetPassword', { code, newPassword: password, device })
      } catch (thrown) {
        return onTicket(ticketIn(thrown))
      }
      sessionReplaced()
    },
  )
  const onPassword = (next: string) => {
    setPassword(next)
    form.clear('password')
  }
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-16">
      {/* Password managers store the new password under this name. */}
      <input hidden readOnly name="username" autoComplete="username" value={username} />
      <NewPasswordField value={password} strength={strength} error={form.problems.password} onPassword={onPassword} />
      <FormProblem>{form.problems.form}</FormProblem>
      <Button type="submit" size="large" busy={form.busy}>
        {t('resetSave')}
      </Button>
    </form>
  )
}

/** `/reset/<code>`: sets a new password after the user forgot the old one. */
export const ResetPage = ({ code }: { readonly code: string }) => {
  const t = useT()
  const { policy, failure, retry } = usePolicy({ reset: code })
  const [ticket, setTicket] = useState<string>()
  if (ticket !== undefined)
    return <SecondStepPage ticket={ticket} onSignedIn={() => sessionReplaced()} onBack={() => setTicket(undefined)} />
  if (failure !== undefined) return <FailedPolicy title={t('resetTitle')} failure={failure} retry={retry} />
  if (!policy) return <AuthFrame title={t('resetTitle')}>{null}</AuthFrame>
  const { resetUser: user } = policy
  if (!user) {
    return (
      <AuthFrame title={t('resetBrokenTitle')} body={t('resetBrokenBody')}>
        <Link href="/" className={`${buttonClass('primary', 'large')} w-full`}>
          {t('continueToSignIn')}
        </Link>
      </AuthFrame>
    )
  }
  return (
    <AuthFrame
      mark={<Avatar id={user.id} name={user.name} size={72} />}
      title={t('resetTitle')}
      body={t('resetBody', { name: user.name, username: user.username })}
    >
      <ResetForm code={code} username={user.username} onTicket={setTicket} />
    </AuthFrame>
  )
}
