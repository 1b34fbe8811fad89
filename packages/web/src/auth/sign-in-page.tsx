import { Link } from 'wouter'
import { useT } from '../i18n'
import { AuthFrame } from './auth-frame'
import { Elsewhere, elsewhereLink } from './elsewhere'
import { usePolicy } from './policy'
import { SignInForm } from './sign-in-form'

export const SignInPage = () => {
  const t = useT()
  const demo = usePolicy({}).policy?.demo === true
  return (
    <AuthFrame title={t(demo ? 'demoTitle' : 'signInTitle')} body={t(demo ? 'demoBody' : 'tagline')}>
      <SignInForm demo={demo} />
      <Elsewhere question={t('noAccountYet')}>
        <Link href={`/register${location.search}`} className={elsewhereLink}>
          {t('register')}
        </Link>
      </Elsewhere>
    </AuthFrame>
  )
}
