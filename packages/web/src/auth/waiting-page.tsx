import type { Result } from '@parley/protocol'
import { callHttp } from '@parley/sdk/http'
import { useCallback, useEffect, useState } from 'react'
import { Link, Redirect, useLocation } from 'wouter'
import { useFormat, useT } from '../i18n'
import { Button, buttonClass, Dialog } from '../ui'
import { problemText } from '../ui/problem'
import { AuthFrame } from './auth-frame'
import { FormProblem } from './form-problem'
import { onReturn } from './on-return'
import { OtherForm, otherFormLink } from './other-form'
import { signedIn } from './signed-in'
import { heldTicket, holdTicket } from './waiting-request'

/** Time between two checks of a visible page. */
const checkMs = 5_000

type State = Result<'accounts.requestState'>

/** The state of a request, checked again and again while the page is visible. Signs in once it is approved. */
const useRequestState = (ticket: string) => {
  const [state, setState] = useState<State>()
  const [failure, setFailure] = useState<unknown>()
  const check = useCallback(async () => {
    try {
      const next = await callHttp('', 'accounts.requestState', { ticket })
      setFailure(undefined)
      if (next.state !== 'waiting') holdTicket(undefined)
      // The call has set the cookie.
      if (next.state === 'approved') signedIn()
      else setState(next)
    } catch (thrown) {
      setFailure(thrown)
    }
  }, [ticket])
  const isOver = state?.state === 'over'
  useEffect(() => {
    if (isOver) return
    void check()
    const timer = setInterval(() => document.visibilityState === 'visible' && void check(), checkMs)
    const stop = onReturn(() => void check())
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [check, isOver])
  return { state, failure, check }
}

/** Withdraws the request after a confirmation. */
const Withdrawal = ({ ticket }: { readonly ticket: string }) => {
  const t = useT()
  const [, navigate] = useLocation()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const withdraw = async () => {
    setBusy(true)
    try {
      await callHttp('', 'accounts.withdrawRequest', { ticket })
      holdTicket(undefined)
      navigate('/register')
    } catch (thrown) {
      setFailure(thrown)
      setBusy(false)
    }
  }
  return (
    <>
      <Button kind="secondary" size="large" className="w-full" onClick={() => setAsking(true)}>
        {t('withdrawRequest')}
      </Button>
      <Dialog
        alert
        open={asking}
        onClose={() => setAsking(false)}
        title={t('accountRequestWithdrawTitle')}
        description={t('accountRequestErased')}
        footer={
          <>
            <Button kind="secondary" onClick={() => setAsking(false)}>
              {t('cancel')}
            </Button>
            <Button kind="danger" busy={busy} onClick={() => void withdraw()}>
              {t('withdrawRequest')}
            </Button>
          </>
        }
      >
        {failure === undefined ? null : <FormProblem>{problemText(t, failure)}</FormProblem>}
      </Dialog>
    </>
  )
}

const ToSignIn = () => {
  const t = useT()
  return (
    <OtherForm question={t('haveAccount')}>
      <Link href="/" className={otherFormLink}>
        {t('signIn')}
      </Link>
    </OtherForm>
  )
}

interface RequestStateProps {
  readonly ticket: string
  /** Undefined while it loads. */
  readonly state: State | undefined
  readonly failure?: unknown
  readonly onRetry: () => void
}

/** How a request stands: it waits, or it is over. */
export const RequestState = ({ ticket, state, failure, onRetry }: RequestStateProps) => {
  const t = useT()
  const format = useFormat()
  if (state?.state === 'over') {
    return (
      <AuthFrame title={t('accountRequestOverTitle')} body={t('accountRequestOverBody')}>
        <Link href="/register" className={`${buttonClass('primary', 'large')} w-full`}>
          {t('accountRequestTitle')}
        </Link>
        <ToSignIn />
      </AuthFrame>
    )
  }
  const body = state?.expiresAt && t('accountRequestWaitsBody', { date: format.date(state.expiresAt) })
  return (
    <AuthFrame title={t('accountRequestWaits')} body={body}>
      <div className="flex flex-col gap-16">
        {failure !== undefined && (
          <>
            <FormProblem>{problemText(t, failure)}</FormProblem>
            <Button size="large" onClick={onRetry}>
              {t('retry')}
            </Button>
          </>
        )}
        <Withdrawal ticket={ticket} />
      </div>
      <ToSignIn />
    </AuthFrame>
  )
}

const Waiting = ({ ticket }: { readonly ticket: string }) => {
  const { state, failure, check } = useRequestState(ticket)
  return <RequestState ticket={ticket} state={state} failure={failure} onRetry={() => void check()} />
}

/** `/waiting`: how the request for an account stands that this browser sent. */
export const WaitingPage = () => {
  const [ticket] = useState(heldTicket)
  return ticket === undefined ? <Redirect to="/" /> : <Waiting ticket={ticket} />
}
