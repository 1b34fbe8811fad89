import { Link } from 'wouter'
import { useT } from '../i18n'
import { buttonClass } from '../ui'
import { AuthFrame, AuthWaiting } from './auth-frame'
import { FailedPolicy } from './failed-policy'
import { usePolicy } from './policy'
import { ProviderLinks } from './provider-links'
import { RegisterForm } from './register-form'

/** `/setup/<code>`: the first account of a new server. */
export const SetupPage = ({ code }: { readonly code: string }) => {
  const t = useT()
  const { policy, failure, retry } = usePolicy({ setup: code })
  if (failure !== undefined) return <FailedPolicy title={t('setupTitle')} failure={failure} retry={retry} />
  if (!policy) return <AuthWaiting />
  if (policy.setupValid === false) {
    return (
      <AuthFrame title={t('setupBrokenTitle')} body={t('setupBrokenBody')}>
        <Link href="/" className={`${buttonClass('primary', 'large')} w-full`}>
          {t('continueToSignIn')}
        </Link>
      </AuthFrame>
    )
  }
  return (
    <AuthFrame title={t('setupTitle')} body={t('setupBody')}>
      {!policy.passwordsOff && <RegisterForm setup={code} proof={policy.challenge} />}
      <ProviderLinks policy={policy} joining={{ setup: code }} back="/" />
    </AuthFrame>
  )
}
