import { Suspense } from 'react'
import { Link } from 'wouter'
import { useFormat, useT } from '../i18n'
import { lazyPart } from '../ui/lazy-part'
import { AuthFrame } from './auth-frame'
import { OtherForm, otherFormLink } from './other-form'
import { usePolicy } from './policy'
import { SignInForm } from './sign-in-form'

const DemoCard = lazyPart(async () => (await import('./demo-card')).DemoCard)

export const SignInPage = () => {
  const t = useT()
  const format = useFormat()
  const { demo = false, opensAt, closesAt } = usePolicy({}).policy ?? {}
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
      {opensAt === undefined ? (
        <OtherForm question={t('noAccountYet')}>
          <Link href={`/register${location.search}`} className={otherFormLink}>
            {t('register')}
          </Link>
        </OtherForm>
      ) : (
        <OtherForm question={t('registrationOpensOn', { date: format.dateTime(opensAt) })} />
      )}
      {closesAt !== undefined && (
        <OtherForm question={t('registrationOpenUntil', { date: format.dateTime(closesAt) })} />
      )}
    </AuthFrame>
  )
}
