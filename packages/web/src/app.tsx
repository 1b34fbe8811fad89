import { type ReactNode, Suspense, useEffect } from 'react'
import { useLocation } from 'wouter'
import { useStore } from 'zustand'
import { BrandMark } from './brand/brand-mark'
import { useSelector } from './client'
import { useT } from './i18n'
import { sessionEnded, sessionStore } from './session'
import { useConnectionNotice } from './shell/connection-notice'
import { PaneBoundary } from './shell/pane-boundary'
import { late, lateButFirst } from './ui/late'

const AuthPages = late(async () => (await import('./auth/auth-pages')).AuthPages)
const Shell = lateButFirst(async () => (await import('./shell/shell')).Shell)

const Splash = ({ children }: { readonly children?: ReactNode }) => {
  const t = useT()
  return (
    <main className="appear-late grid h-dvh place-items-center" aria-busy>
      <div className="flex max-w-320 flex-col items-center gap-16 p-24 text-center">
        <BrandMark size={48} />
        {children ?? <span className="sr-only">{t('loading')}</span>}
      </div>
    </main>
  )
}

/** A session, but nothing of it on this device yet: says so when the server cannot be reached. */
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

/** Which of the two halves of the client is shown: signing in, or the chats. */
const useStage = (): 'auth' | 'starting' | 'chats' => {
  const signedIn = useStore(sessionStore, (state) => state.signedIn)
  const { known, ended } = useSelector((state) => ({
    known: state.ready && state.me !== undefined,
    // Too many connections end this client, and not its session.
    ended: state.connection.phase === 'ended' && state.connection.ended !== 'too_many_connections',
  }))
  const over = signedIn && ended && !known
  // Somebody who is still signed in may have forgotten their password all the same.
  const resetting = useLocation()[0].startsWith('/reset/')
  useEffect(() => {
    if (over) sessionEnded()
  }, [over])
  if (!signedIn || over || resetting) return 'auth'
  return known ? 'chats' : 'starting'
}

/** Everything. */
export const App = () => {
  const stage = useStage()
  return (
    <PaneBoundary>
      <Suspense fallback={<Splash />}>
        {stage === 'auth' && <AuthPages />}
        {stage === 'starting' && <Starting />}
        {stage === 'chats' && <Shell />}
      </Suspense>
    </PaneBoundary>
  )
}
