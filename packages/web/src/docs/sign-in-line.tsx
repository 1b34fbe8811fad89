import { useT } from '../i18n'
import { linkClass } from './doc-text'

/** Where to sign in so that one comes back here. */
export const signInHref = (): string => `/?back=${encodeURIComponent(location.pathname)}`

/** Says that nobody is signed in, and how to. */
export const SignInLine = () => {
  const t = useT()
  return (
    <p role="note" className="mb-12 rounded-8 bg-hover px-12 py-8 text-small text-text-2">
      {t('docsSignedOut')}{' '}
      <a href={signInHref()} className={`${linkClass} inline-block min-h-24 font-500`}>
        {t('docsSignIn')}
      </a>
    </p>
  )
}
