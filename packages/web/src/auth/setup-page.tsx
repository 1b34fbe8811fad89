import { Link } from 'wouter'
import { useT } from '../i18n'
import { Button, buttonClass } from '../ui'
import { problemText } from '../ui/problem'
import { AuthFrame } from './auth-frame'
import { FormProblem } from './form-problem'
import { usePolicy } from './policy'
import { RegisterForm } from './register-form'

/** `/setup/<code>`: the first account of a new server. */
export const SetupPage = ({ code }: { readonly code: string }) => {
  const t = useT()
  const { policy, failure, retry } = usePolicy({ setup: code })
  if (failure !== undefined) {
    return (
      <AuthFrame title={t('setupTitle')}>
        <FormProblem>{problemText(t, failure)}</FormProblem>
        <Button size="large" className="mt-16 w-full" onClick={retry}>
          {t('retry')}
        </Button>
      </AuthFrame>
    )
  }
  if (policy?.setupValid === false) {
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
      <RegisterForm setup={code} proof={policy?.challenge ?? false} />
    </AuthFrame>
  )
}
