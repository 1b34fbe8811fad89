import { callHttp } from '@parley/sdk/http'
import { useEffect, useRef, useState } from 'react'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { Button } from '../ui'
import { problemText } from '../ui/problem'
import { AuthFrame } from './auth-frame'
import { deviceName } from './device-name'
import { FormProblem } from './form-problem'
import { signedIn } from './signed-in'

interface ElsewherePageProps {
  /** The token that the other site gave this person. */
  readonly jwt: string | undefined
  /** Where the other site signs people in. Undefined until it is known. */
  readonly url: string | undefined
  readonly onAdmin: () => void
}

/** The way to the site that signs people in, and back from it with a token. */
export const ElsewherePage = ({ jwt, url, onAdmin }: ElsewherePageProps) => {
  const t = useT()
  const [problem, setProblem] = useState<string>()
  const hasStarted = useRef(false)
  useEffect(() => {
    if (jwt === undefined || hasStarted.current) return
    hasStarted.current = true
    // A token in the browser's history could be used again.
    navigate(location.pathname + location.search, { replace: true })
    callHttp('', 'accounts.exchange', { jwt, device: deviceName(navigator.userAgent) }).then(
      signedIn,
      (error: unknown) => setProblem(problemText(t, error)),
    )
  }, [jwt, t])
  const isWaiting = jwt !== undefined && problem === undefined
  return (
    <AuthFrame title={t('signInTitle')} body={t('tagline')}>
      {problem !== undefined && <FormProblem>{problem}</FormProblem>}
      {isWaiting && <p className="text-center text-text-2">{t('loading')}</p>}
      {!isWaiting && url !== undefined && (
        <Button className="w-full" onClick={() => location.assign(url)}>
          {t('signInElsewhere', { host: new URL(url).host })}
        </Button>
      )}
      {!isWaiting && (
        <Button kind="ghost" className="mt-12 w-full" onClick={onAdmin}>
          {t(url === undefined ? 'signIn' : 'signInAdmin')}
        </Button>
      )}
    </AuthFrame>
  )
}
