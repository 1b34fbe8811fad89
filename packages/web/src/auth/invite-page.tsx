import { useState } from 'react'
import { Link } from 'wouter'
import { useT } from '../i18n'
import { Avatar } from '../people/avatar'
import { buttonClass } from '../ui'
import { AuthFrame } from './auth-frame'
import { FailedPolicy } from './failed-policy'
import { OtherForm, otherFormLink } from './other-form'
import { usePolicy } from './policy'
import { ProviderLinks } from './provider-links'
import { RegisterForm } from './register-form'
import { SecondStepPage } from './second-step-page'
import { type FirstStep, SignInForm, type SignInFormProps } from './sign-in-form'
import { signedIn } from './signed-in'

interface FormsProps extends SignInFormProps {
  readonly code: string
  readonly proof: boolean
}

/** Either form, at the same address. Both lead to the chat with the inviter. */
const Forms = ({ code, proof, begun, onTicket }: FormsProps) => {
  const t = useT()
  const [registering, setRegistering] = useState(begun === '')
  return (
    <>
      {registering ? <RegisterForm invite={code} proof={proof} /> : <SignInForm begun={begun} onTicket={onTicket} />}
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
  const [{ ticket, username }, setFirst] = useState<FirstStep>({ username: '' })
  if (ticket !== undefined)
    return <SecondStepPage ticket={ticket} onSignedIn={signedIn} onBack={() => setFirst({ username })} />
  if (failure !== undefined) return <FailedPolicy title={t('inviteTitle')} failure={failure} retry={retry} />
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
  const onTicket = (given: string, typed: string) => setFirst({ ticket: given, username: typed })
  const forms = (
    <>
      {!policy.passwordsOff && <Forms code={code} proof={policy.challenge} begun={username} onTicket={onTicket} />}
      <ProviderLinks policy={policy} joining={{ invite: code }} />
    </>
  )
  if (group) {
    const by = t('groupInviteBy', { name: inviter.name, count: group.members })
    return (
      <AuthFrame
        mark={<Avatar id={group.chatId} name={group.name} size={72} />}
        title={t('groupInviteTitle', { name: group.name })}
        body={group.approval ? t('twoSentences', { one: by, two: t('groupInviteApproval') }) : by}
      >
        {forms}
      </AuthFrame>
    )
  }
  return (
    <AuthFrame
      mark={<Avatar id={inviter.id} name={inviter.name} size={72} />}
      title={t('invitedBy', { name: inviter.name })}
      body={t('invitedBody', { name: inviter.name })}
    >
      {forms}
    </AuthFrame>
  )
}
