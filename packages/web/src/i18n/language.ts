import { createStore } from 'zustand/vanilla'
import { loadWithRetry } from '../lib/load-with-retry'
import { recall, remember } from '../lib/remembered'
import { type AdminCatalog, type Catalog, type DocsCatalog, type LaterCatalog, makeT, type T } from './catalog'
import { preferredLanguage } from './preferred-language'
import { type LoadPart, SpokenTexts } from './spoken-texts'

interface Spoken {
  /** The name in the language itself. */
  readonly name: string
  /** For Intl and the `lang` attribute. */
  readonly locale: string
  readonly first: () => Promise<{ readonly words: Catalog }>
  readonly later: () => Promise<{ readonly words: LaterCatalog }>
  readonly admin: () => Promise<{ readonly words: AdminCatalog }>
  /** The API pages are in English without them. */
  readonly docs?: () => Promise<{ readonly words: DocsCatalog }>
}

/** Loads the words of a language again and again until the network allows it. */
const load =
  <Words>(get: () => Promise<Words>) =>
  (): Promise<Words> =>
    loadWithRetry(get)

/** The languages by their codes. A new language is an entry here and three files in `words`. */
const spoken = {
  en: {
    name: 'English',
    locale: 'en',
    first: load(() => import('./words/en')),
    later: load(() => import('./words/en-later')),
    admin: load(() => import('./words/en-admin')),
    docs: load(() => import('./words/en-docs')),
  },
  zh: {
    name: '简体中文',
    locale: 'zh-CN',
    first: load(() => import('./words/zh')),
    later: load(() => import('./words/zh-later')),
    admin: load(() => import('./words/zh-admin')),
    docs: load(() => import('./words/zh-docs')),
  },
} satisfies Record<string, Spoken>

export type Language = keyof typeof spoken
/** `xx-pseudo` exists for tests. */
type AnyLanguage = Language | 'xx-pseudo'

const pseudo: Spoken = {
  name: 'Pseudo',
  locale: 'en',
  first: load(() => import('./pseudo')),
  later: load(() => import('./pseudo-later')),
  admin: load(() => import('./pseudo-later')),
  docs: load(() => import('./pseudo-later')),
}
const all: Record<AnyLanguage, Spoken> = { ...spoken, 'xx-pseudo': pseudo }

/** Languages that people can choose, by their own names. */
export const languages = Object.fromEntries(Object.entries(spoken).map(([code, { name }]) => [code, name])) as Readonly<
  Record<Language, string>
>

export interface LanguageState {
  readonly language: AnyLanguage
  readonly locale: string
  readonly t: T
}

const bareKeys: T = (key, ..._params) => key

/** The current texts. Holds bare keys until `startLanguage` resolves. Nothing is rendered before. */
export const languageStore = createStore<LanguageState>(() => ({ language: 'en', locale: 'en', t: bareKeys }))

const isLanguage = (text: string | undefined): text is AnyLanguage => text !== undefined && Object.hasOwn(all, text)

const preferred = (): AnyLanguage => {
  const asked = new URLSearchParams(location.search).get('lang') ?? undefined
  const browser = [navigator.language, ...navigator.languages]
  return preferredLanguage({ asked, chosen: recall('language'), browser }, isLanguage)
}

type LaterTexts = LaterCatalog & AdminCatalog & DocsCatalog
type More = LoadPart<AnyLanguage, Partial<LaterTexts>>

const laterOf: More = (language) => all[language].later()
const adminOf: More = (language) => all[language].admin()
const docsOf: More = (language) => (all[language].docs ?? spoken.en.docs)()

const texts = new SpokenTexts<AnyLanguage, Catalog, LaterTexts>({
  initial: languageStore.getState().language,
  first: (language) => all[language].first(),
  show: (language, words) => {
    const { locale } = all[language]
    document.documentElement.lang = locale
    languageStore.setState({ language, locale, t: makeT(words, locale) })
  },
})

/** Loads the language that the user chose, or that their browser prefers. */
export const startLanguage = (): Promise<void> => texts.speak(preferred())

/** Loads the later texts once. Components that show them wait for it. */
export const loadLaterCatalog = (): Promise<void> => texts.add(laterOf)

/** Loads the texts of the administration once. */
export const loadAdminCatalog = (): Promise<void> => texts.add(adminOf)

/** Loads the texts of the API pages once. */
export const loadDocsCatalog = (): Promise<void> => texts.add(docsOf)

/** Changes the language and remembers it. */
export const chooseLanguage = async (language: Language): Promise<void> => {
  remember('language', language)
  await texts.speak(language)
}
