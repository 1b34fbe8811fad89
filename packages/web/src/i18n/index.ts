import { useStore } from 'zustand'
import type { T } from './catalog'
import { type Format, makeFormat } from './format'
import { languageStore } from './language'

export type { Key, T } from './catalog'
export { errorText } from './error-text'
export type { Format } from './format'
export { chooseLanguage, type Language, languages, laterWords, startLanguage } from './language'

/** The words of the language on screen: `const t = useT(); t('signIn')`. */
export const useT = (): T => useStore(languageStore, (state) => state.t)

/** The language on screen. */
export const useLanguage = () => useStore(languageStore, (state) => state.language)

/** The language on screen, for Intl. */
export const useLocale = (): string => useStore(languageStore, (state) => state.locale)

/** Making the formatters of a locale takes milliseconds, and every message on screen uses them. */
const formats = new Map<string, Format>()

const formatOf = (locale: string): Format => {
  const format = formats.get(locale) ?? makeFormat(locale)
  formats.set(locale, format)
  return format
}

/** Dates, times and numbers as the language on screen writes them. */
export const useFormat = (): Format => useStore(languageStore, (state) => formatOf(state.locale))
