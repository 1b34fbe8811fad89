import { isolated } from './isolated'
import type { words as first } from './words/en'
import type { words as admin } from './words/en-admin'
import type { words as docs } from './words/en-docs'
import type { words as later } from './words/en-later'

/** Forms by the category that Intl.PluralRules gives for `count`. */
export type Plural = { readonly [Form in Exclude<Intl.LDMLPluralRule, 'other'>]?: string } & { readonly other: string }

/** The keys of a part of the English catalog, with any text. Translations must satisfy it. */
export type Translation<Part> = { readonly [Key in keyof Part]: Part[Key] extends string ? string : Plural }

type English = typeof first & typeof later & typeof admin & typeof docs
/** The texts that are there from the start. */
export type Catalog = Translation<typeof first>
/** The texts that come with the lazily loaded parts of the client. */
export type LaterCatalog = Translation<typeof later>
/** The texts of the administration. */
export type AdminCatalog = Translation<typeof admin>
/** The texts of the API pages. */
export type DocsCatalog = Translation<typeof docs>
export type Key = keyof English

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type NamesOf<Part> = Part extends string ? Names<Part> : Names<Part[keyof Part]>
/** The placeholders of a text, such as `{name}`. Nothing for a text without any. */
export type TextParams<K extends Key> = [NamesOf<English[K]>] extends [never]
  ? []
  : [params: { readonly [Name in NamesOf<English[K]>]: string | number }]

/** The text of a key, with `{name}` filled in. Plural texts choose their form by `count`. */
export type T = <K extends Key>(key: K, ...params: TextParams<K>) => string

const maxKnown = 1_000

/** Keeps results by number. Calls into Intl are slow, and a busy chat formats the same counts for every message. */
const memoized = <Value>(of: (count: number) => Value): ((count: number) => Value) => {
  const known = new Map<number, Value>()
  return (count) => {
    const found = known.get(count)
    if (found !== undefined) return found
    if (known.size >= maxKnown) known.clear()
    const value = of(count)
    known.set(count, value)
    return value
  }
}

/**
 * Makes the `t` of a language. It formats numbers for the language, and isolates texts of another direction.
 * `npm run check` refuses code that uses a text before it is loaded. Such code would show the key.
 */
export const makeT = (catalog: Catalog & Partial<LaterCatalog & AdminCatalog & DocsCatalog>, locale: string): T => {
  const plurals = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  const pluralOf = memoized((count) => plurals.select(count))
  const numberText = memoized((count) => numbers.format(count))
  const fill = (text: string, params: Readonly<Record<string, string | number>>) =>
    text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
      const value = params[name] ?? ''
      return typeof value === 'number' ? numberText(value) : isolated(value)
    })
  return (key, ...[given]) => {
    const params = (given ?? {}) as Readonly<Record<string, string | number>>
    const entry: string | Plural = catalog[key] ?? key
    if (typeof entry === 'string') return fill(entry, params)
    return fill(entry[pluralOf(Number(params.count))] ?? entry.other, params)
  }
}
