import { useStore } from 'zustand'
import { useDay } from '../lib/clock'
import type { T } from './catalog'
import { type Format, makeFormat } from './format'
import { languageStore } from './language'
import { regional } from './region'

export type { Key, T } from './catalog'
export { errorText } from './error-text'
export type { Format } from './format'
export { isolated } from './isolated'
export {
  chooseLanguage,
  type Language,
  languages,
  loadAdminCatalog,
  loadDocsCatalog,
  loadLaterCatalog,
  startLanguage,
} from './language'

/** The texts of the current language: `const t = useT(); t('signIn')`. */
export const useT = (): T => useStore(languageStore, (state) => state.t)

/** The current language. */
export const useLanguage = () => useStore(languageStore, (state) => state.language)

/** The current language, for Intl. */
export const useLocale = (): string => useStore(languageStore, (state) => state.locale)

let located: { readonly from: string; readonly languages: readonly string[]; readonly locale: string } | undefined

/** The current language in the region of the browser, for dates and weeks. */
export const useRegionalLocale = (): string => {
  const from = useLocale()
  // Parsing the tags of languages takes long, and every message on screen uses the result.
  const { languages } = navigator
  const isSame = (list: readonly string[]) =>
    list.length === languages.length && list.every((tag, at) => tag === languages[at])
  if (located?.from !== from || !isSame(located.languages))
    located = { from, languages, locale: regional(from, languages) }
  return located.locale
}

/** Making the formatters of a locale takes milliseconds, and every message on screen uses them. */
let made: { readonly key: string; readonly format: Format } | undefined

/**
 * Formats dates, times and numbers for the current language and region. Components that use it render again on another
 * day and in another time zone: "Today" becomes "Yesterday".
 */
export const useFormat = (): Format => {
  const locale = useRegionalLocale()
  const key = `${locale} ${useDay()}`
  if (made?.key !== key) made = { key, format: makeFormat(locale) }
  return made.format
}
