import { Link } from 'wouter'
import { useFormat, useT } from '../i18n'
import { buttonClass } from '../ui'
import { AuthFrame, AuthWaiting } from './auth-frame'
import { OtherForm, otherFormLink } from './other-form'
import { usePolicy } from './policy'
import { ProviderLinks } from './provider-links'
import { RegisterForm } from './register-form'

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

/** Registration without a link. If the server doesn't allow that, it says so. */
export const RegisterPage = () => {
  const t = useT()
  const format = useFormat()
  const { policy, failure, retry } = usePolicy({})
  if (!policy && failure === undefined) return <AuthWaiting />
  const mode = policy?.registration
  if (mode === 'closed' || mode === 'invite' || mode === 'external') {
    const closed = mode !== 'invite'
    return (
      <AuthFrame
        title={t(closed ? 'registrationClosedTitle' : 'registrationInviteTitle')}
        body={
          policy?.opensAt === undefined
            ? t(closed ? 'registrationClosedBody' : 'registrationInviteBody')
            : t('registrationOpensOn', { date: format.dateTime(policy.opensAt) })
        }
      >
        <Link href="/" className={`${buttonClass('primary', 'large')} w-full`}>
          {t('continueToSignIn')}
        </Link>
      </AuthFrame>
    )
  }
  return (
    <AuthFrame
      title={t(mode === 'approval' ? 'accountRequestTitle' : 'registerTitle')}
      {...(mode === 'approval' && { body: t('registrationApprovalBody') })}
    >
      {!policy?.passwordsOff && (
        <RegisterForm approval={mode === 'approval'} proof={policy?.challenge ?? false} onOtherMode={retry} />
      )}
      {policy?.passwordsOff && <ProviderLinks policy={policy} back="/" />}
      <ToSignIn />
    </AuthFrame>
  )
}
