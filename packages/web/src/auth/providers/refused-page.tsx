import { callHttp } from '@parley/sdk/http'
import { useStore } from 'zustand'
import { useT } from '../../i18n'
import type { T } from '../../i18n/catalog'
import { sessionStore } from '../../lib/session'
import { buttonClass } from '../../ui'
import { AuthFrame } from '../auth-frame'
import { usePolicy } from '../policy'
import type { Arrival } from './arrival'

/** Refusals of the provider, by the server's names. */
const ofProvider = {
  access_denied: 'provider_access_denied',
  client_refused: 'provider_client_refused',
  clock_skew: 'provider_clock_skew',
  code_refused: 'provider_code_refused',
  opens_another: 'provider_opens_another',
  other_account: 'provider_other_account',
  provider_error: 'provider_provider_error',
  redirect_mismatch: 'provider_redirect_mismatch',
  scope_refused: 'provider_scope_refused',
  sign_in_required: 'provider_sign_in_required',
  token_invalid: 'provider_token_invalid',
  unreachable: 'provider_unreachable',
} as const

/** Refusals of the server itself. */
const ofServer = {
  account_disabled: 'error_account_disabled',
  flow_over: 'provider_flow_over',
  network_blocked: 'error_network_blocked',
  not_configured: 'provider_not_configured',
  other_browser: 'provider_other_browser',
  too_many: 'error_rate_limited',
} as const

const isIn = <Table extends object>(name: string, table: Table): name is keyof Table & string =>
  Object.hasOwn(table, name)

/** The text of a refusal. Names of later versions get a common one. */
const textOf = (t: T, problem: string, { name, account }: Record<'name' | 'account', string>): string => {
  if (isIn(problem, ofProvider)) return t(ofProvider[problem], { name, username: account })
  return t(isIn(problem, ofServer) ? ofServer[problem] : 'provider_internal')
}

interface RefusedPageProps {
  readonly problem: string
  readonly arrival: Arrival
}

/** Shows by name why a sign-in through a provider failed. */
export const RefusedPage = ({ problem, arrival }: RefusedPageProps) => {
  const t = useT()
  const { policy } = usePolicy({})
  const signedIn = useStore(sessionStore, (state) => state.signedIn)
  const provider = policy?.providers?.find(({ name }) => name === arrival.provider)
  const name = provider?.title ?? arrival.provider ?? ''
  return (
    <AuthFrame
      title={t('providerRefusedTitle')}
      body={textOf(t, problem, { name, account: arrival.account?.slice(0, 60) ?? '' })}
    >
      <div className="flex flex-col gap-16">
        {problem === 'redirect_mismatch' && (
          <dl className="m-0 rounded-8 bg-warning-bg p-12 text-small break-all text-warning-on-bg" dir="ltr">
            <dt className="font-500">{t('providerOpenedAt')}</dt>
            <dd className="m-0 mb-8">{location.origin}</dd>
            <dt className="font-500">{t('providerReturnsTo')}</dt>
            <dd className="m-0">{arrival.returns?.slice(0, 300)}</dd>
          </dl>
        )}
        <a
          href={signedIn ? '/settings' : '/'}
          className={`${buttonClass('primary', 'large')} w-full`}
          onClick={(event) => {
            if (signedIn || problem !== 'opens_another') return
            // The browser has a session that this page doesn't know of. The next sign-in would be refused again.
            event.preventDefault()
            void callHttp('', 'accounts.logout', {}).finally(() => location.assign('/'))
          }}
        >
          {t(signedIn ? 'settings' : 'continueToSignIn')}
        </a>
        {arrival.request !== undefined && (
          <p className="text-center text-meta break-all text-text-2">
            {t('providerRequest', { problem, id: arrival.request.slice(0, 60) })}
          </p>
        )}
      </div>
    </AuthFrame>
  )
}
