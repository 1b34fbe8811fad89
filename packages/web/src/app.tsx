import { type ReactNode, Suspense, useEffect, useLayoutEffect } from 'react'
import { useLocation } from 'wouter'
import { useStore } from 'zustand'
import { BrandMark } from './brand/brand-mark'
import { useT } from './i18n'
import { useSelector } from './lib/client'
import { sessionEnded, sessionStore } from './lib/session'
import { useConnectionNotice } from './offline/connection-notice'
import { PaneBoundary } from './shell/pane-boundary'
import { firstScreenPart, lazyPart } from './ui/lazy-part'

const SignInPage = lazyPart(async () => (await import('./auth/sign-in-page')).SignInPage)
const AuthPages = lazyPart(async () => (await import('./auth/auth-pages')).AuthPages)
/** The addresses of `AuthPages`. Without a session, other addresses show the sign-in page, and open after sign-in. */
const authPaths = /^\/(register|waiting|forgot|continue|(i|setup|forgot|reset)\/[^/]+)\/?$/
const Shell = firstScreenPart(async () => (await import('./shell/shell')).Shell)

/** Removes the shapes that `index.html` shows until the first screen is there. */
const Arrived = () => {
  useLayoutEffect(() => document.getElementById('start')?.remove(), [])
  return null
}

const Splash = ({ children }: { readonly children?: ReactNode }) => {
  const t = useT()
  return (
    <main className="appear-late grid h-dvh place-items-center" aria-busy data-splash>
      {children && <Arrived />}
      <div className="flex max-w-320 flex-col items-center gap-16 p-24 text-center">
        <BrandMark size={48} />
        {children ?? <span className="sr-only">{t('loading')}</span>}
      </div>
    </main>
  )
}

/** Shown for a session without local data yet. It says so if the server can't be reached. */
const Starting = () => {
  const t = useT()
  const notice = useConnectionNotice()
  const surplus = useSelector((state) => state.connection.ended === 'too_many_connections')
  if (surplus) {
    return (
      <Splash>
        <p role="status" className="text-ui font-400 text-pretty text-text-2">
          {t('tooManyConnectionsBody')}
        </p>
        <button type="button" className="text-ui font-500 text-accent" onClick={() => location.reload()}>
          {t('useHere')}
        </button>
      </Splash>
    )
  }
  if (notice === 'none' || notice === 'restored') return <Splash />
  return (
    <Splash>
      <p role="status" className="text-ui font-400 text-pretty text-text-2">
        {notice === 'offline' ? t('error_offline') : t(notice)}
      </p>
    </Splash>
  )
}

/** The half of the client that is shown: sign-in or chats. */
const useStage = (): 'auth' | 'starting' | 'chats' => {
  const signedIn = useStore(sessionStore, (state) => state.signedIn)
  const { known, ended } = useSelector((state) => ({
    known: state.ready && state.me !== undefined,
    // Too many connections end this client, but not its session.
    ended: state.connection.phase === 'ended' && state.connection.ended !== 'too_many_connections',
  }))
  const over = signedIn && ended && !known
  // Signed-in users may also have forgotten their password, or link an account of a provider.
  const resetting = /^\/(reset\/|continue$)/.test(useLocation()[0])
  useEffect(() => {
    if (over) sessionEnded()
    // The site that signs this person in has confirmed them.
    else if (signedIn && location.hash.startsWith('#jwt=')) location.replace(`/continue${location.hash}`)
  }, [over, signedIn])
  if (!signedIn || over || resetting) return 'auth'
  return known ? 'chats' : 'starting'
}

/** The whole client. */
export const App = () => {
  const stage = useStage()
  const [path] = useLocation()
  return (
    <PaneBoundary>
      <Suspense fallback={<Splash />}>
        {stage === 'auth' && (authPaths.test(path) ? <AuthPages /> : <SignInPage />)}
        {stage === 'starting' ? <Starting /> : <Arrived />}
        {stage === 'chats' && <Shell />}
      </Suspense>
    </PaneBoundary>
  )
}
