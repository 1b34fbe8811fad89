import { limits } from '@parley/protocol/limits'
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
import { beginWay, endWay, isUnderWay } from './under-way'

interface ElsewherePageProps {
  /** The token that the other site gave this person. */
  readonly jwt: string | undefined
  /** Where the other site signs people in. Undefined until it is known. */
  readonly url: string | undefined
  readonly onAdmin: () => void
}

/** The person in a token, as the other site named them. The server checks the token; this only shows it. */
const personIn = (jwt: string): string => {
  try {
    const bytes = Uint8Array.from(atob((jwt.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    )
    const { name, sub }: { name?: unknown; sub?: unknown } = JSON.parse(new TextDecoder().decode(bytes))
    return String(name ?? sub ?? '').slice(0, limits.nameMaxChars)
  } catch {
    return ''
  }
}

/**
 * The way to the site that signs people in, and back from it with a token. A token that comes by a link of anyone else signs
 * in only after a question, because it could be of another person's account.
 */
export const ElsewherePage = ({ jwt, url, onAdmin }: ElsewherePageProps) => {
  const t = useT()
  const [problem, setProblem] = useState<string>()
  const [isAgreed, setAgreed] = useState(isUnderWay)
  const hasStarted = useRef(false)
  useEffect(() => {
    if (jwt === undefined) return
    // A token in the browser's history could be used again.
    navigate(location.pathname + location.search, { replace: true })
    endWay()
  }, [jwt])
  useEffect(() => {
    if (jwt === undefined || !isAgreed || hasStarted.current) return
    hasStarted.current = true
    callHttp('', 'accounts.exchange', { jwt, device: deviceName(navigator.userAgent) }).then(
      signedIn,
      (error: unknown) => setProblem(problemText(t, error)),
    )
  }, [jwt, isAgreed, t])
  const isAsking = jwt !== undefined && !isAgreed
  const isWaiting = jwt !== undefined && isAgreed && problem === undefined
  const leave = (to: string) => {
    beginWay()
    location.assign(to)
  }
  return (
    <AuthFrame title={t('signInTitle')} body={isAsking ? t('signInByLink', { name: personIn(jwt) }) : t('tagline')}>
      {problem !== undefined && <FormProblem>{problem}</FormProblem>}
      {isWaiting && <p className="text-center text-text-2">{t('loading')}</p>}
      {isAsking && (
        <Button className="mb-12 w-full" onClick={() => setAgreed(true)}>
          {t('continueSignIn')}
        </Button>
      )}
      {!isWaiting && url !== undefined && (
        <Button kind={isAsking ? 'secondary' : 'primary'} className="w-full" onClick={() => leave(url)}>
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
