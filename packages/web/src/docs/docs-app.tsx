import { List } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { BrandMark } from '../brand/brand-mark'
import { useT } from '../i18n'
import { Button, buttonClass } from '../ui/button'
import { cx } from '../ui/class-names'
import { LanguageSwitch } from '../ui/language-switch'
import { Spinner } from '../ui/spinner'
import { ThemeButton } from '../ui/theme-button'
import { loadDocument, useDocument, useLoading } from './contract-document'
import { useKnown } from './known'
import { MethodPage } from './method-page'
import { ErrorsPage, EventPage, LimitsPage, TypePage } from './other-pages'
import { SideList } from './side-list'
import { signInHref } from './sign-in-line'
import { StartPage } from './start-page'

const AccountLink = () => {
  const t = useT()
  const { me } = useKnown()
  if (!me)
    return (
      <a href={signInHref()} className={buttonClass('secondary', 'small')}>
        {t('docsSignIn')}
      </a>
    )
  return (
    <a href="/" title={t('docsToApp')} className={cx(buttonClass('ghost', 'small'), 'min-w-0 shrink')}>
      <span className="hidden truncate tablet:inline">{t('docsSignedInAs', { name: me.name })}</span>
      <span className="tablet:hidden">{t('docsToApp')}</span>
    </a>
  )
}

const Header = () => {
  const t = useT()
  return (
    <header className="relative flex h-56 shrink-0 items-center gap-8 bg-surface px-12 hairline-b">
      <Link
        href="/"
        aria-label={t('docsTitle')}
        className="flex min-h-32 items-center gap-12 rounded-8 text-title text-text no-underline"
      >
        <BrandMark size={28} />
        <span className="hidden tablet:inline">{t('docsTitle')}</span>
      </Link>
      <span className="flex-1" />
      <AccountLink />
      <LanguageSwitch />
      <ThemeButton />
    </header>
  )
}

const Missing = ({ name }: { readonly name: string }) => {
  const t = useT()
  return (
    <>
      <h1 className="text-h2 break-words text-text">{t('docsNoPage', { name })}</h1>
      <p className="mt-8 text-message text-text-2">{t('docsNoPageBody')}</p>
    </>
  )
}

const Page = ({ name }: { readonly name: string }) => {
  const { byName } = useDocument()
  if (name === 'start') return <StartPage />
  if (name === 'errors') return <ErrorsPage />
  if (name === 'limits') return <LimitsPage />
  const entry = byName.get(name)
  switch (entry?.kind) {
    case 'method':
      return <MethodPage method={entry.method} />
    case 'event':
      return <EventPage event={entry.event} />
    case 'type':
      return <TypePage name={name} schema={entry.schema} />
    default:
      return <Missing name={name} />
  }
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null

/** The key / focuses the search, unless the focus is in a text field. */
const useSearchKey = () => {
  const [, navigate] = useLocation()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      const field = document.querySelector<HTMLInputElement>('[data-list-search]')
      if (!field?.checkVisibility()) navigate('/list')
      requestAnimationFrame(() => field?.select())
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [navigate])
}

const Panes = () => {
  const t = useT()
  const [path] = useLocation()
  const [query, setQuery] = useState('')
  const main = useRef<HTMLElement>(null)
  const asked = decodeURIComponent(path.slice(1))
  // On phones, the list is a page of its own.
  const onList = asked === 'list'
  const name = asked === '' || onList ? 'start' : asked
  useSearchKey()
  useEffect(() => {
    document.title = asked === '' || asked === 'list' ? t('docsTitle') : `${asked} · ${t('docsTitle')}`
    const place = document.getElementById(location.hash.slice(1))
    if (place) place.scrollIntoView()
    else main.current?.scrollTo(0, 0)
    // Scrolls the list to the entry of a deep link as well.
    document.querySelector('[data-entry][aria-current]')?.scrollIntoView({ block: 'nearest' })
  }, [asked, t])
  return (
    <div className="flex min-h-0 flex-1">
      <aside
        className={cx(
          'w-full shrink-0 bg-surface-sidebar tablet:block tablet:w-[280px] tablet:hairline-e',
          !onList && 'hidden',
        )}
      >
        <SideList open={name} query={query} onQuery={setQuery} />
      </aside>
      <main
        ref={main}
        // It scrolls, and so takes the focus.
        tabIndex={-1}
        className={cx('min-w-0 flex-1 overflow-y-auto overscroll-contain bg-surface tablet:block', onList && 'hidden')}
      >
        <div className="mx-auto max-w-720 px-16 pt-16 pb-96 tablet:px-32 tablet:pt-32">
          <Link
            href="/list"
            className="mb-12 inline-flex min-h-44 items-center gap-8 text-ui text-accent tablet:hidden"
          >
            <List size={18} strokeWidth={1.75} aria-hidden />
            {t('docsList')}
          </Link>
          <Page name={name} />
        </div>
      </main>
    </div>
  )
}

const Waiting = () => {
  const t = useT()
  const { failed } = useLoading()
  return (
    <main className="grid flex-1 place-items-center p-24" aria-busy={!failed}>
      {failed ? (
        <div className="flex flex-col items-center gap-16 text-center">
          <p role="alert" className="text-ui font-400 text-text-2">
            {t('docsLoadFailed')}
          </p>
          <Button onClick={() => void loadDocument()}>{t('retry')}</Button>
        </div>
      ) : (
        <Spinner />
      )}
    </main>
  )
}

/** The contract of the running server, for reading and trying it out. */
export const DocsApp = () => {
  const { document } = useLoading()
  return (
    <div className="flex h-dvh flex-col">
      <Header />
      {document ? <Panes /> : <Waiting />}
    </div>
  )
}
