import { asParleyError } from '@parley/sdk/error'
import { callHttp } from '@parley/sdk/http'
import { useCallback, useEffect, useRef, useState } from 'react'
import { navigate } from '../../history/navigate'
import { useT } from '../../i18n'
import { rememberInTab } from '../../lib/remembered-in-tab'
import { Button } from '../../ui'
import { problemText } from '../../ui/problem'
import { AuthFrame } from '../auth-frame'
import { FormProblem } from '../form-problem'
import { waitingAct } from './arrival'
import { carryProof } from './held-proof'
import { OwnerForm } from './link-form'

const toSettings = () => {
  rememberInTab('proving', undefined)
  location.assign('/settings')
}

const Failed = ({ failure }: { readonly failure: unknown }) => {
  const t = useT()
  return (
    <>
      <FormProblem>{problemText(t, failure)}</FormProblem>
      <Button size="large" className="mt-16 w-full" onClick={toSettings}>
        {t('settings')}
      </Button>
    </>
  )
}

/** Links the account that waited for the proof. */
const Linking = ({ proof, ticket }: { readonly proof: string; readonly ticket: string }) => {
  const t = useT()
  const [failure, setFailure] = useState<unknown>()
  const run = useCallback(async () => {
    setFailure(undefined)
    await callHttp('', 'accounts.linkIdentity', { ticket, password: proof }).then(toSettings, setFailure)
  }, [ticket, proof])
  useEffect(() => void run(), [run])
  return (
    <AuthFrame title={t('waysIn')}>
      {asParleyError(failure).code === 'second_factor_invalid' ? (
        <OwnerForm ticket={ticket} known={proof} />
      ) : (
        failure !== undefined && <Failed failure={failure} />
      )}
    </AuthFrame>
  )
}

/** The way on once a provider has asked the owner of an account again. */
export const ProofPage = ({ proof }: { readonly proof: string }) => {
  const t = useT()
  const [act] = useState(waitingAct)
  const isLink = act?.act === 'link'
  useEffect(() => {
    if (!isLink) carryProof(proof)
  }, [isLink, proof])
  return isLink ? <Linking proof={proof} ticket={act.ticket} /> : <AuthFrame title={t('settings')}>{null}</AuthFrame>
}

/** The way on with a token of the site that signs this person in. Without an act that waits in this tab, the token has no effect. */
export const TokenPage = ({ jwt }: { readonly jwt: string }) => {
  const t = useT()
  const [isWaiting] = useState(() => waitingAct() !== undefined)
  const [failure, setFailure] = useState<unknown>()
  const hasStarted = useRef(false)
  useEffect(() => {
    if (!isWaiting) return location.replace('/')
    if (hasStarted.current) return
    hasStarted.current = true
    // A token in the browser's history could be used again.
    navigate(location.pathname, { replace: true })
    callHttp('', 'accounts.proveByToken', { jwt }).then(({ proof }) => carryProof(proof), setFailure)
  }, [jwt, isWaiting])
  return <AuthFrame title={t('settings')}>{failure !== undefined && <Failed failure={failure} />}</AuthFrame>
}
