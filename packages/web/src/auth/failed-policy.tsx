import { useT } from '../i18n'
import { Button } from '../ui'
import { problemText } from '../ui/problem'
import { AuthFrame } from './auth-frame'
import { FormProblem } from './form-problem'
import type { PolicyAnswer } from './policy'

interface FailedPolicyProps extends Pick<PolicyAnswer, 'failure' | 'retry'> {
  readonly title: string
}

/** A page that couldn't learn what its link leads to, or what the server permits, with a way to try again. */
export const FailedPolicy = ({ title, failure, retry }: FailedPolicyProps) => {
  const t = useT()
  return (
    <AuthFrame title={title}>
      <FormProblem>{problemText(t, failure)}</FormProblem>
      <Button size="large" className="mt-16 w-full" onClick={retry}>
        {t('retry')}
      </Button>
    </AuthFrame>
  )
}
