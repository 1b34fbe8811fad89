import { Link } from 'wouter'
import { useT } from '../i18n'
import { AuthFrame } from './auth-frame'
import { Elsewhere, elsewhereLink } from './elsewhere'
import { SignInForm } from './sign-in-form'

export const SignInPage = () => {
  const t = useT()
  return (
    <AuthFrame title={t('signInTitle')} body={t('tagline')}>
      <SignInForm />
      <Elsewhere question={t('noAccountYet')}>
        <Link href="/register" className={elsewhereLink}>
          {t('register')}
        </Link>
      </Elsewhere>
    </AuthFrame>
  )
}
