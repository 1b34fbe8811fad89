import { useState } from 'react'
import { Link } from 'wouter'
import { useT } from '../i18n'
import { Avatar } from '../people/avatar'
import { Button, buttonClass } from '../ui'
import { problemText } from '../ui/problem'
import { AuthFrame } from './auth-frame'
import { FormProblem } from './form-problem'
import { OtherForm, otherFormLink } from './other-form'
import { type PolicyAnswer, usePolicy } from './policy'
import { RegisterForm } from './register-form'
import { SignInForm } from './sign-in-form'

const Failed = ({ failure, retry }: Pick<PolicyAnswer, 'failure' | 'retry'>) => {
  const t = useT()
  return (
    <AuthFrame title={t('inviteTitle')}>
      <FormProblem>{problemText(t, failure)}</FormProblem>
      <Button size="large" className="mt-16 w-full" onClick={retry}>
        {t('retry')}
      </Button>
    </AuthFrame>
  )
}

/** Either form, at the same address. Both lead to the chat with the inviter. */
const Forms = ({ code, proof }: { readonly code: string; readonly proof: boolean }) => {
  const t = useT()
  const [registering, setRegistering] = useState(true)
  return (
    <>
      {registering ? <RegisterForm invite={code} proof={proof} /> : <SignInForm />}
      <OtherForm question={t(registering ? 'haveAccount' : 'noAccountYet')}>
        <button type="button" className={otherFormLink} onClick={() => setRegistering(!registering)}>
          {t(registering ? 'signIn' : 'register')}
        </button>
      </OtherForm>
    </>
  )
}

/** `/i/<code>` without a session. */
export const InvitePage = ({ code }: { readonly code: string }) => {
  const t = useT()
  const { policy, failure, retry } = usePolicy({ invite: code })
  if (failure !== undefined) return <Failed failure={failure} retry={retry} />
  if (!policy) return <AuthFrame title={t('inviteTitle')}>{null}</AuthFrame>
  const { inviter } = policy
  if (!inviter || policy.inviteValid === false) {
    return (
      <AuthFrame title={t('inviteBrokenTitle')} body={t('inviteBrokenBody')}>
        <Link href="/" className={`${buttonClass('primary', 'large')} w-full`}>
          {t('continueToSignIn')}
        </Link>
      </AuthFrame>
    )
  }
  const { group } = policy
  if (group) {
    const by = t('groupInviteBy', { name: inviter.name, count: group.members })
    return (
      <AuthFrame
        mark={<Avatar id={group.chatId} name={group.name} size={72} />}
        title={t('groupInviteTitle', { name: group.name })}
        body={group.approval ? t('twoSentences', { one: by, two: t('groupInviteApproval') }) : by}
      >
        <Forms code={code} proof={policy.challenge} />
      </AuthFrame>
    )
  }
  return (
    <AuthFrame
      mark={<Avatar id={inviter.id} name={inviter.name} size={72} />}
      title={t('invitedBy', { name: inviter.name })}
      body={t('invitedBody', { name: inviter.name })}
    >
      <Forms code={code} proof={policy.challenge} />
    </AuthFrame>
  )
}
