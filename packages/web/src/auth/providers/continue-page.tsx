import { useEffect, useState } from 'react'
import { useT } from '../../i18n'
import { sessionReplaced } from '../../lib/session'
import { AuthFrame } from '../auth-frame'
import { SecondStepPage } from '../second-step-page'
import { arrivalIn, backIn } from './arrival'
import { ProofPage, TokenPage } from './proof-page'
import { RefusedPage } from './refused-page'
import { StepPage } from './step-page'

const Entered = ({ back }: { readonly back: string }) => {
  const t = useT()
  useEffect(() => sessionReplaced(back), [back])
  return <AuthFrame title={t('signInTitle')}>{null}</AuthFrame>
}

/** `/continue`: the way on from a provider. The address has it after the `#`, which a reload keeps. */
export const ContinuePage = () => {
  const [arrival] = useState(() => arrivalIn(location.hash))
  const back = backIn(arrival)
  const { error, jwt, proof, second, step } = arrival
  if (error !== undefined) return <RefusedPage problem={error} arrival={arrival} />
  if (step !== undefined) return <StepPage ticket={step} back={back} />
  if (jwt !== undefined) return <TokenPage jwt={jwt} />
  if (proof !== undefined) return <ProofPage proof={proof} />
  if (second !== undefined)
    return (
      <SecondStepPage ticket={second} onSignedIn={() => sessionReplaced(back)} onBack={() => location.assign('/')} />
    )
  return <Entered back={back} />
}
