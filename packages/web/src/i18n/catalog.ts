import type { en } from './en'
import type { enLater } from './en-later'

/** Forms by the category that Intl.PluralRules gives for `count`. */
export type Plural = { readonly [Form in Exclude<Intl.LDMLPluralRule, 'other'>]?: string } & { readonly other: string }

/** The same keys as a part of the English catalog, with any words: what a translation of it must satisfy. */
export type Translation<Part> = { readonly [Key in keyof Part]: Part[Key] extends string ? string : Plural }

type English = typeof en & typeof enLater
/** What is there from the start. */
export type Catalog = Translation<typeof en>
/** What comes with the parts of the client that are loaded later. */
export type LaterCatalog = Translation<typeof enLater>
export type Key = keyof English

type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type NamesOf<Part> = Part extends string ? Names<Part> : Names<Part[keyof Part]>
/** The values that a text asks for by `{name}`; nothing for a text without any. */
export type TextParams<K extends Key> = [NamesOf<English[K]>] extends [never]
  ? []
  : [params: { readonly [Name in NamesOf<English[K]>]: string | number }]

/** The words under a key, with `{name}` filled in; plural texts choose their form by `count`. */
export type T = <K extends Key>(key: K, ...params: TextParams<K>) => string

/** Makes the `t` of a language. Numbers are written as the language writes them. Words that are not loaded yet are empty. */
export const makeT = (catalog: Catalog & Partial<LaterCatalog>, locale: string): T => {
  const plurals = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  const fill = (text: string, params: Readonly<Record<string, string | number>>) =>
    text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
      const value = params[name] ?? ''
      return typeof value === 'number' ? numbers.format(value) : value
    })
  return (key, ...[given]) => {
    const params = (given ?? {}) as Readonly<Record<string, string | number>>
    const entry: string | Plural = catalog[key] ?? ''
    if (typeof entry === 'string') return fill(entry, params)
    return fill(entry[plurals.select(Number(params.count))] ?? entry.other, params)
  }
}
