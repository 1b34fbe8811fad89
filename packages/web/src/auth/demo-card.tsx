import { callHttp } from '@parley/sdk/http'
import { useState } from 'react'
import { useT } from '../i18n'
import { Button } from '../ui'
import { problemText } from '../ui/problem'
import { deviceName } from './device-name'
import { FormProblem } from './form-problem'
import { signedIn } from './signed-in'

/** The accounts of `npm start -- --demo`, and their common password. */
const demo = { users: ['demo', 'test', 'admin'], password: '111111' } as const
type DemoUser = (typeof demo.users)[number]

/**
 * Signs in to one of the demo's accounts with one click. It is positioned below the sign-in card, so that it moves
 * nothing when it appears.
 */
export const DemoCard = () => {
  const t = useT()
  const [busy, setBusy] = useState<DemoUser>()
  const [problem, setProblem] = useState<string>()
  const signIn = async (login: DemoUser) => {
    setBusy(login)
    setProblem(undefined)
    try {
      await callHttp('', 'accounts.login', { login, password: demo.password, device: deviceName(navigator.userAgent) })
      signedIn()
    } catch (thrown) {
      setProblem(problemText(t, thrown))
    }
    setBusy(undefined)
  }
  return (
    <section
      aria-label={t('demoTitle')}
      className="absolute inset-x-0 pb-24 pt-12 text-center"
      style={{ top: '100%' }}
      data-testid="demo"
    >
      <div className="rounded-16 bg-surface px-24 py-20 tablet:shadow-e2">
        <h2 className="text-title text-text">{t('demoTitle')}</h2>
        <p className="mt-4 mb-12 text-small text-pretty text-text-2">{t('demoBody')}</p>
        <div className="grid grid-cols-3 gap-8">
          {demo.users.map((username) => (
            <Button
              key={username}
              kind="secondary"
              busy={busy === username}
              onClick={() => busy === undefined && void signIn(username)}
            >
              {username}
            </Button>
          ))}
        </div>
        <FormProblem>{problem}</FormProblem>
      </div>
    </section>
  )
}
