import { createStore } from 'zustand/vanilla'
import { recall, remember } from '../remembered'
import { persistently } from '../ui/persistently'
import { type Catalog, type LaterCatalog, makeT, type T } from './catalog'
import { preferredLanguage } from './preferred-language'

/** Languages that people can choose, by their own names. */
export const languages = { en: 'English', zh: '简体中文' } as const
export type Language = keyof typeof languages
/** `xx-pseudo` exists for tests. */
type AnyLanguage = Language | 'xx-pseudo'

/** For Intl and the `lang` attribute. */
const locales: Record<AnyLanguage, string> = { en: 'en', zh: 'zh-CN', 'xx-pseudo': 'en' }
const catalogs: Record<AnyLanguage, () => Promise<Catalog>> = {
  en: async () => (await import('./en')).en,
  zh: async () => (await import('./zh')).zh,
  'xx-pseudo': async () => (await import('./pseudo')).pseudo,
}
const laterCatalogs: Record<AnyLanguage, () => Promise<LaterCatalog>> = {
  en: async () => (await import('./en-later')).enLater,
  zh: async () => (await import('./zh-later')).zhLater,
  'xx-pseudo': async () => (await import('./pseudo')).pseudoLater,
}

export interface LanguageState {
  readonly language: AnyLanguage
  readonly locale: string
  readonly t: T
}

const bareKeys: T = (key, ..._params) => key

/** What is spoken now. Holds bare keys until `startLanguage` resolved; nothing is rendered before. */
export const languageStore = createStore<LanguageState>(() => ({ language: 'en', locale: 'en', t: bareKeys }))

const isLanguage = (text: string | undefined): text is AnyLanguage => text !== undefined && Object.hasOwn(locales, text)

const preferred = (): AnyLanguage => {
  const asked = new URLSearchParams(location.search).get('lang') ?? undefined
  const browser = [navigator.language, ...navigator.languages]
  return preferredLanguage({ asked, chosen: recall('language'), browser }, isLanguage)
}

/** The words of the language on screen: later ones are added in place, so that nothing shown is drawn anew. */
let words: Partial<Catalog & LaterCatalog> = {}
let hasLater = false

const speak = async (language: AnyLanguage): Promise<void> => {
  const later = hasLater ? await persistently(laterCatalogs[language]) : {}
  const catalog = { ...(await persistently(catalogs[language])), ...later }
  words = catalog
  const locale = locales[language]
  document.documentElement.lang = locale
  languageStore.setState({ language, locale, t: makeT(catalog, locale) })
}

/** Loads the language that this person chose, or that their browser asks for. */
export const startLanguage = (): Promise<void> => speak(preferred())

/** Loads the words of what is shown later, once; whatever shows them waits for it. */
export const laterWords = async (): Promise<void> => {
  if (hasLater) return
  const { language } = languageStore.getState()
  const later = await persistently(laterCatalogs[language])
  // Another language may have been chosen meanwhile.
  if (language !== languageStore.getState().language) return laterWords()
  Object.assign(words, later)
  hasLater = true
}

/** Changes the language of everything on screen, and remembers it. */
export const chooseLanguage = async (language: Language): Promise<void> => {
  remember('language', language)
  await speak(language)
}
