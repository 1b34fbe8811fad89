import { callHttp } from '@parley/sdk/http'
import { useCallback, useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useT } from '../../i18n'
import { sessionReplaced, sessionStore } from '../../lib/session'
import { Button } from '../../ui'
import { problemText } from '../../ui/problem'
import { AuthFrame, AuthWaiting } from '../auth-frame'
import { deviceName } from '../device-name'
import { useAuthForm } from '../form'
import { FormProblem } from '../form-problem'
import { OtherForm, otherFormLink } from '../other-form'
import { usePolicy } from '../policy'
import { RestoreOffer } from '../restore-offer'
import { SecondStepPage } from '../second-step-page'
import { ticketIn } from '../ticket-in'
import { joiningIn, type Step } from './arrival'
import { LinkForm } from './link-form'
import { NewPersonForm } from './new-person-form'

interface StepPageProps {
  readonly ticket: string
  readonly back: string
}

/** The owner of a closed account restores it. */
const Restore = ({ ticket, until, back }: StepPageProps & { readonly until: number }) => {
  const t = useT()
  const [second, setSecond] = useState<string>()
  const form = useAuthForm(
    () => ({}),
    async () => {
      try {
        await callHttp('', 'accounts.restoreIdentity', { ticket, device: deviceName(navigator.userAgent) })
      } catch (thrown) {
        return setSecond(ticketIn(thrown))
      }
      sessionReplaced(back)
    },
  )
  if (second !== undefined)
    return (
      <SecondStepPage ticket={second} onSignedIn={() => sessionReplaced(back)} onBack={() => location.assign('/')} />
    )
  return (
    <AuthFrame title={t('signInTitle')}>
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-16">
        <RestoreOffer until={until} busy={form.busy} />
        <FormProblem>{form.problems.form}</FormProblem>
      </form>
    </AuthFrame>
  )
}

/** The two ways on for someone whom the server doesn't know. */
export const Unknown = ({ ticket, back, step }: StepPageProps & { readonly step: Step }) => {
  const t = useT()
  const isIn = useStore(sessionStore, (state) => state.signedIn)
  const { policy, failure } = usePolicy({})
  const [{ invite, setup }] = useState(joiningIn)
  const mayJoin = invite !== undefined || setup !== undefined || !['closed', 'invite'].includes(step.registration)
  const [linking, setLinking] = useState(isIn || !mayJoin)
  const byPassword = policy?.passwordsOff !== true || isIn
  const account = step.label ?? step.provider.title
  if (!policy && failure === undefined && !isIn) return <AuthWaiting />
  if (!mayJoin && !byPassword)
    return (
      <AuthFrame title={t('accountUnknownTitle')} body={t('accountUnknownBody', { account })}>
        {null}
      </AuthFrame>
    )
  return (
    <AuthFrame
      title={t(linking ? 'linkTitle' : 'newPersonTitle')}
      body={t(linking ? (mayJoin ? 'linkBody' : 'linkOnlyBody') : 'newPersonBody', { account })}
    >
      {linking ? (
        <LinkForm ticket={ticket} back={back} />
      ) : (
        <NewPersonForm ticket={ticket} step={step} back={back} joining={{ invite, setup }} />
      )}
      {!isIn && mayJoin && byPassword && (
        <OtherForm question={t(linking ? 'noAccountYet' : 'haveAccount')}>
          <button type="button" className={otherFormLink} onClick={() => setLinking(!linking)}>
            {t(linking ? 'register' : 'linkIt')}
          </button>
        </OtherForm>
      )}
    </AuthFrame>
  )
}

/** The way on for a person whom a provider vouched for, before there is a session. */
export const StepPage = ({ ticket, back }: StepPageProps) => {
  const t = useT()
  const [step, setStep] = useState<Step>()
  const [failure, setFailure] = useState<unknown>()
  const load = useCallback(() => {
    setFailure(undefined)
    callHttp('', 'accounts.identityStep', { ticket }).then(setStep, setFailure)
  }, [ticket])
  useEffect(load, [load])
  if (failure !== undefined)
    return (
      <AuthFrame title={t('signInTitle')}>
        <FormProblem>{problemText(t, failure)}</FormProblem>
        <Button size="large" className="mt-16 w-full" onClick={() => location.assign('/')}>
          {t('signInAgain')}
        </Button>
      </AuthFrame>
    )
  if (!step) return <AuthFrame title={t('signInTitle')}>{null}</AuthFrame>
  if (step.restorableUntil !== undefined) return <Restore ticket={ticket} until={step.restorableUntil} back={back} />
  return <Unknown ticket={ticket} back={back} step={step} />
}
