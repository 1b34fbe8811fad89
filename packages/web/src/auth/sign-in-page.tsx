import { Suspense, useState } from 'react'
import { Link } from 'wouter'
import { useFormat, useT } from '../i18n'
import { passkeyObstacle } from '../lib/passkey-obstacle'
import { lazyPart } from '../ui/lazy-part'
import { AuthFrame, AuthWaiting } from './auth-frame'
import { OtherForm, otherFormLink } from './other-form'
import { PasskeyButton } from './passkey-button'
import { type PolicyAnswer, usePolicy } from './policy'
import { ProviderLinks } from './provider-links'
import { type FirstStep, SignInForm } from './sign-in-form'
import { signedIn } from './signed-in'
import { heldTicket } from './waiting-request'

const DemoCard = lazyPart(async () => (await import('./demo-card')).DemoCard)
const ElsewherePage = lazyPart(async () => (await import('./elsewhere-page')).ElsewherePage)
const SecondStepPage = lazyPart(async () => (await import('./second-step-page')).SecondStepPage)

/** The link to the request that this browser sent. */
const Waits = () => {
  const t = useT()
  return (
    <p className="mt-20 text-center text-small">
      <Link href="/waiting" className={otherFormLink}>
        {t('accountRequestWaits')}
      </Link>
    </p>
  )
}

/** The way to an account: the form, or the reason why there is none. */
const SignUp = ({ policy }: { readonly policy: PolicyAnswer['policy'] | undefined }) => {
  const t = useT()
  const format = useFormat()
  const { registration, opensAt, closesAt } = policy ?? {}
  if (opensAt !== undefined)
    return <OtherForm question={t('registrationOpensOn', { date: format.dateTime(opensAt) })} />
  if (registration === 'external') return null
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
  const [{ ticket, username }, setFirst] = useState<FirstStep>({ username: '' })
  const { policy, failure } = usePolicy({})
  const [asAdmin, setAsAdmin] = useState(false)
  const [jwt] = useState(() => /^#jwt=(.+)/.exec(location.hash)?.[1])
  const demo = policy?.demo ?? false
  if (!asAdmin && (jwt ?? policy?.signInUrl) !== undefined) {
    return (
      <Suspense fallback={<AuthFrame title={t('signInTitle')}>{null}</AuthFrame>}>
        <ElsewherePage jwt={jwt} url={policy?.signInUrl} onAdmin={() => setAsAdmin(true)} />
      </Suspense>
    )
  }
  if (ticket !== undefined) {
    return (
      <Suspense fallback={<AuthFrame title={t('signInTitle')}>{null}</AuthFrame>}>
        <SecondStepPage ticket={ticket} onSignedIn={signedIn} onBack={() => setFirst({ username })} />
      </Suspense>
    )
  }
  // Without a response, the form at least lets people try.
  if (!policy && failure === undefined) return <AuthWaiting />
  const isWaiting = heldTicket() !== undefined
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
      {!policy?.passwordsOff && (
        <SignInForm begun={username} onTicket={(given, typed) => setFirst({ ticket: given, username: typed })} />
      )}
      {passkeyObstacle() === undefined && <PasskeyButton />}
      <ProviderLinks policy={policy} />
      {!policy?.passwordsOff && (
        <p className="mt-20 text-center text-small">
          <Link href="/forgot" className={otherFormLink}>
            {t('forgotPassword')}
          </Link>
        </p>
      )}
      {isWaiting && <Waits />}
      {!isWaiting && !policy?.passwordsOff && <SignUp policy={policy} />}
    </AuthFrame>
  )
}
