import { Suspense } from 'react'
import { Link } from 'wouter'
import { useFormat, useT } from '../i18n'
import { lazyPart } from '../ui/lazy-part'
import { AuthFrame } from './auth-frame'
import { OtherForm, otherFormLink } from './other-form'
import { type PolicyAnswer, usePolicy } from './policy'
import { SignInForm } from './sign-in-form'
import { heldTicket } from './waiting-request'

const DemoCard = lazyPart(async () => (await import('./demo-card')).DemoCard)

/** The way to an account: the form, or the reason why there is none. */
const SignUp = ({ policy }: { readonly policy: PolicyAnswer['policy'] | undefined }) => {
  const t = useT()
  const format = useFormat()
  const { registration, opensAt, closesAt } = policy ?? {}
  if (heldTicket() !== undefined) {
    return (
      <p className="mt-20 text-center text-small">
        <Link href="/waiting" className={otherFormLink}>
          {t('accountRequestWaits')}
        </Link>
      </p>
    )
  }
  if (opensAt !== undefined)
    return <OtherForm question={t('registrationOpensOn', { date: format.dateTime(opensAt) })} />
  if (registration === 'closed') return <OtherForm question={t('error_registration_closed')} />
  if (registration === 'invite') return <OtherForm question={t('error_invite_required')} />
  return (
    <>
      <OtherForm question={t('noAccountYet')}>
        <Link href={`/register${location.search}`} className={otherFormLink}>
          {t(registration === 'approval' ? 'accountRequestTitle' : 'register')}
        </Link>
      </OtherForm>
      {closesAt !== undefined && (
        <OtherForm question={t('registrationOpenUntil', { date: format.dateTime(closesAt) })} />
      )}
    </>
  )
}

export const SignInPage = () => {
  const t = useT()
  const { policy } = usePolicy({})
  const demo = policy?.demo ?? false
  return (
    <AuthFrame
      title={t('signInTitle')}
      body={t('tagline')}
      below={
        demo && (
          <Suspense fallback={null}>
            <DemoCard />
          </Suspense>
        )
      }
    >
      <SignInForm />
      <p className="mt-20 text-center text-small">
        <Link href="/forgot" className={otherFormLink}>
          {t('forgotPassword')}
        </Link>
      </p>
      <SignUp policy={policy} />
    </AuthFrame>
  )
}
