import { limits } from '@parley/protocol/limits'
import { asParleyError } from '@parley/sdk/error'
import { callHttp } from '@parley/sdk/http'
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react'
import { useFormat, useT } from '../i18n'
import { Button, TextField } from '../ui'
import { CodeField } from '../ui/code-field'
import { giveFocus } from '../ui/give-focus'
import { secondFactorProblem } from '../ui/second-factor-problem'
import { useDigits } from '../ui/use-digits'
import { useSending } from '../ui/use-sending'
import { AuthFrame } from './auth-frame'
import { deviceName } from './device-name'
import { FormProblem } from './form-problem'

export interface SecondStepPageProps {
  /** The ticket of the first step. */
  readonly ticket: string
  /** Call it once the cookie is set. */
  readonly onSignedIn: () => void
  /** Returns to the first step. */
  readonly onBack: () => void
}

const useSecondStep = ({ ticket, onSignedIn }: SecondStepPageProps) => {
  const format = useFormat()
  const [expired, setExpired] = useState(false)
  const typed = useRef('')
  const sending = useSending(
    async () => {
      const device = deviceName(navigator.userAgent)
      await callHttp('', 'accounts.passSecondFactor', { ticket, code: typed.current, device })
      onSignedIn()
    },
    (words, thrown) => {
      setExpired(asParleyError(thrown).code === 'ticket_invalid')
      return secondFactorProblem(words, thrown, format)
    },
  )
  const send = (code: string) => {
    typed.current = code
    if (!sending.busy) sending.submit()
  }
  return { ...sending, expired, send }
}

/** The second step of a sign-in: a code of the authenticator app, or a recovery code. */
export const SecondStepPage = (props: SecondStepPageProps) => {
  const t = useT()
  const step = useSecondStep(props)
  const { problem, setProblem, busy, expired, send } = step
  const [by, setBy] = useState<'app' | 'recovery'>('app')
  const [recovery, setRecovery] = useState('')
  const digits = useDigits(send)
  const field = useRef<HTMLInputElement>(null)
  /** Focuses each field that appears. */
  const appear = useCallback((input: HTMLInputElement | null) => {
    field.current = input
    giveFocus(input)
  }, [])
  useEffect(() => {
    if (problem !== undefined) field.current?.select()
  }, [problem])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (by === 'recovery') {
      if (recovery.trim() === '') setProblem(t('fieldMissing'))
      else send(recovery)
    } else if (digits.isFull) send(digits.code)
    else setProblem(t('codeShort', { count: limits.secondFactorDigits }))
  }
  const change = () => {
    setProblem(undefined)
    digits.clear()
    setRecovery('')
    setBy(by === 'app' ? 'recovery' : 'app')
  }
  const error = expired ? undefined : problem
  return (
    <AuthFrame title={t('twoStep')} body={t(by === 'app' ? 'secondStepBody' : 'secondStepRecoveryBody')}>
      <form noValidate onSubmit={submit} className="flex flex-col gap-16">
        {by === 'app' ? (
          <CodeField
            ref={appear}
            size="large"
            label={t('appCode')}
            digits={limits.secondFactorDigits}
            value={digits.code}
            error={error}
            onCode={(next) => {
              setProblem(undefined)
              digits.onCode(next)
            }}
          />
        ) : (
          <TextField
            ref={appear}
            size="large"
            label={t('recoveryCode')}
            name="recovery-code"
            dir="ltr"
            autoComplete="off"
            autoCapitalize="characters"
            autoCorrect="off"
            spellCheck={false}
            maxLength={40}
            className="font-mono"
            value={recovery}
            error={error}
            onChange={(event) => {
              setProblem(undefined)
              setRecovery(event.target.value)
            }}
          />
        )}
        <FormProblem>{expired ? problem : undefined}</FormProblem>
        {expired ? (
          <Button size="large" onClick={props.onBack}>
            {t('signInAgain')}
          </Button>
        ) : (
          <Button type="submit" size="large" busy={busy}>
            {t('continueSignIn')}
          </Button>
        )}
      </form>
      <div className="mt-20 flex flex-wrap justify-center gap-8">
        <Button kind="ghost" onClick={change}>
          {t(by === 'app' ? 'useRecoveryCode' : 'useAppCode')}
        </Button>
        {!expired && (
          <Button kind="ghost" onClick={props.onBack}>
            {t('back')}
          </Button>
        )}
      </div>
    </AuthFrame>
  )
}
