import { useT } from '../i18n'
import { linkClass } from './doc-text'

/** The sign-in page, which returns here. */
export const signInHref = (): string => `/?back=${encodeURIComponent(location.pathname)}`

/** Shows that the visitor isn't signed in, with a link to do so. */
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
