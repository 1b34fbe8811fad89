import { asParleyError } from '@parley/sdk/error'
import { callHttp } from '@parley/sdk/http'
import { useCallback, useEffect, useState } from 'react'
import { useT } from '../../i18n'
import { rememberInTab } from '../../lib/remembered-in-tab'
import { Button } from '../../ui'
import { problemText } from '../../ui/problem'
import { AuthFrame } from '../auth-frame'
import { passwordProblem } from '../check-registration'
import { useAuthForm } from '../form'
import { FormProblem } from '../form-problem'
import { NewPasswordField } from '../new-password-field'
import { usePasswordStrength } from '../strength-meter'
import { type ProvenAct, waitingAct } from './arrival'
import { OwnerForm } from './link-form'

const toSettings = () => {
  rememberInTab('proving', undefined)
  location.assign('/settings')
}

/** Sets the first password of an account. */
const FirstPassword = ({ proof }: { readonly proof: string }) => {
  const t = useT()
  const [newPassword, setNewPassword] = useState('')
  const strength = usePasswordStrength(newPassword, '')
  const form = useAuthForm(
    () => {
      const problem = passwordProblem(t, newPassword, strength)
      return problem === undefined ? {} : { password: problem }
    },
    async () => {
      await callHttp('', 'accounts.changePassword', { password: proof, newPassword })
      toSettings()
    },
  )
  return (
    <AuthFrame title={t('firstPassword')} body={t('firstPasswordBody')}>
      <form noValidate onSubmit={form.onSubmit} className="flex flex-col gap-16">
        <NewPasswordField
          value={newPassword}
          strength={strength}
          error={form.problems.password}
          onPassword={(next) => {
            setNewPassword(next)
            form.clear('password')
          }}
        />
        <FormProblem>{form.problems.form}</FormProblem>
        <Button type="submit" size="large" busy={form.busy}>
          {t('resetSave')}
        </Button>
      </form>
    </AuthFrame>
  )
}

/** Does an act that waited for the proof. */
const Doing = ({ proof, act }: { readonly proof: string; readonly act: ProvenAct }) => {
  const t = useT()
  const [failure, setFailure] = useState<unknown>()
  const run = useCallback(async () => {
    setFailure(undefined)
    try {
      if (act.act === 'link') await callHttp('', 'accounts.linkIdentity', { ticket: act.ticket, password: proof })
      if (act.act === 'unlink') await callHttp('', 'accounts.unlinkIdentity', { id: act.id, password: proof })
      toSettings()
    } catch (thrown) {
      setFailure(thrown)
    }
  }, [act, proof])
  useEffect(() => void run(), [run])
  if (act.act === 'link' && asParleyError(failure).code === 'second_factor_invalid')
    return (
      <AuthFrame title={t('waysIn')}>
        <OwnerForm ticket={act.ticket} known={proof} />
      </AuthFrame>
    )
  return (
    <AuthFrame title={t('waysIn')}>
      {failure !== undefined && (
        <>
          <FormProblem>{problemText(t, failure)}</FormProblem>
          <Button size="large" className="mt-16 w-full" onClick={toSettings}>
            {t('settings')}
          </Button>
        </>
      )}
    </AuthFrame>
  )
}

/** The way on once a provider has asked the owner of an account again. */
export const ProofPage = ({ proof }: { readonly proof: string }) => {
  const [act] = useState(waitingAct)
  return act.act === 'password' ? <FirstPassword proof={proof} /> : <Doing proof={proof} act={act} />
}
