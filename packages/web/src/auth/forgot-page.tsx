import { limits } from '@parley/protocol/limits'
import { callHttp } from '@parley/sdk/http'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useT } from '../i18n'
import { sessionReplaced } from '../lib/session'
import { Button, buttonClass, TextField } from '../ui'
import { CodeField } from '../ui/code-field'
import { AuthFrame, AuthWaiting } from './auth-frame'
import { passwordProblem } from './check-registration'
import { deviceName } from './device-name'
import { FailedPolicy } from './failed-policy'
import { useAuthForm } from './form'
import { FormProblem } from './form-problem'
import { NewPasswordField } from './new-password-field'
import { OtherForm, otherFormLink } from './other-form'
import { usePolicy } from './policy'
import { useProofOfWork } from './proof'
import { ProofLine } from './proof-line'
import { SecondStepPage } from './second-step-page'
import { usePasswordStrength } from './strength-meter'
import { ticketIn } from './ticket-in'

const BackToSignIn = () => {
  const t = useT()
  return (
    <p className="mt-20 text-center text-small">
      <Link href="/" className={otherFormLink}>
        {t('continueToSignIn')}
      </Link>
    </p>
  )
}

/** Requests a code. The next page opens for any login, because nothing shows whether it exists. */
const RequestForm = ({ proofWanted }: { readonly proofWanted: boolean }) => {
  const t = useT()
  const [, navigate] = useLocation()
  const [login, setLogin] = useState('')
  const proof = useProofOfWork(proofWanted)
  const form = useAuthForm(
    () => (login.trim() === '' ? { login: t('fieldMissing') } : {}),
    async () => {
      const typed = login.trim()
      await proof.around((proven) => callHttp('', 'accounts.recover', { login: typed, ...proven }))
      navigate(`/forgot/${encodeURIComponent(typed)}`)
    },
  )
  return (
    <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-16">
      <TextField
        label={t('loginName')}
        name="username"
        size="large"
        autoComplete="username"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={limits.emailMaxChars}
        value={login}
        error={form.problems.login}
        onChange={(event) => {
          setLogin(event.target.value)
          form.clear('login')
        }}
      />
      <ProofLine status={proof.status} />
      <FormProblem>{form.problems.form}</FormProblem>
      <Button type="submit" size="large" busy={form.busy}>
        {t('sendCode')}
      </Button>
    </form>
  )
}

/** `/forgot`: sends a code to the address of an account, or says how to get a reset link. */
export const ForgotPage = () => {
  const t = useT()
  const { policy, failure, retry } = usePolicy({})
  if (failure !== undefined) return <FailedPolicy title={t('forgotTitle')} failure={failure} retry={retry} />
  if (!policy) return <AuthWaiting />
  if (!policy.sendsMail || policy.passwordsOff) {
    return (
      <AuthFrame title={t('forgotTitle')} body={t(policy.passwordsOff ? 'error_passwords_off' : 'forgotNoMail')}>
        <Link href="/" className={`${buttonClass('primary', 'large')} w-full`}>
          {t('continueToSignIn')}
        </Link>
      </AuthFrame>
    )
  }
  return (
    <AuthFrame title={t('forgotTitle')} body={t('forgotBody')}>
      <RequestForm proofWanted={policy.challenge} />
      <BackToSignIn />
    </AuthFrame>
  )
}

const useNewPassword = (login: string) => {
  const t = useT()
  const [ticket, setTicket] = useState<string>()
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const strength = usePasswordStrength(password, login)
  const form = useAuthForm(
    () => {
      const problem = passwordProblem(t, password, strength)
      return {
        ...(code.length < limits.mailCodeDigits && { code: t('codeShort', { count: limits.mailCodeDigits }) }),
        ...(problem !== undefined && { password: problem }),
      }
    },
    async () => {
      const device = deviceName(navigator.userAgent)
      try {
        await callHttp('', 'accounts.resetPassword', { login, code, newPassword: password, device })
      } catch (thrown) {
        return setTicket(ticketIn(thrown))
      }
      sessionReplaced()
    },
  )
  const onPassword = (next: string) => {
    setPassword(next)
    form.clear('password')
  }
  return { code, setCode, password, onPassword, strength, form, ticket, onBack: () => setTicket(undefined) }
}

/** `/forgot/<login>`: takes the code of the mail and a new password, and signs in. A reload keeps the login. */
export const ForgotCodePage = ({ login }: { readonly login: string }) => {
  const t = useT()
  const { code, setCode, password, onPassword, strength, form, ticket, onBack } = useNewPassword(login)
  if (ticket !== undefined) return <SecondStepPage ticket={ticket} onSignedIn={sessionReplaced} onBack={onBack} />
  return (
    <AuthFrame title={t('resetTitle')} body={t('forgotCodeBody', { login })}>
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-16">
        {/* Password managers store the new password under this name. */}
        <input hidden readOnly name="username" autoComplete="username" value={login} />
        <CodeField
          size="large"
          value={code}
          error={form.problems.code}
          onCode={(next) => {
            setCode(next)
            form.clear('code')
          }}
        />
        <NewPasswordField value={password} strength={strength} error={form.problems.password} onPassword={onPassword} />
        <FormProblem>{form.problems.form}</FormProblem>
        <Button type="submit" size="large" busy={form.busy}>
          {t('resetSave')}
        </Button>
      </form>
      <OtherForm question={t('noCodeYet')}>
        <Link href="/forgot" className={otherFormLink}>
          {t('sendAnotherCode')}
        </Link>
      </OtherForm>
    </AuthFrame>
  )
}
