import type { Catalog, LaterCatalog, Plural } from './catalog'
import { en } from './en'
import { enLater } from './en-later'

const accents: Readonly<Record<string, string>> = {
  a: 'å',
  e: 'é',
  i: 'î',
  o: 'ö',
  u: 'ü',
  A: 'Å',
  E: 'É',
  O: 'Ö',
  c: 'ç',
  n: 'ñ',
}

/** Lengthens a text by 40 % and marks it, but leaves `{names}` alone. */
export const pseudoText = (text: string): string => {
  const accented = text.replace(/\{\w+\}|[a-zA-Z]/g, (part) => accents[part] ?? part)
  const letters = text.replace(/\{\w+\}/g, '').length
  return `[${accented}${'~'.repeat(Math.ceil(letters * 0.4))}]`
}

const pseudoEntry = (entry: string | Plural): string | Plural =>
  typeof entry === 'string'
    ? pseudoText(entry)
    : { other: '', ...Object.fromEntries(Object.entries(entry).map(([form, text]) => [form, pseudoText(text)])) }

const lengthened = (catalog: Readonly<Record<string, string | Plural>>) =>
  Object.fromEntries(Object.entries(catalog).map(([key, entry]) => [key, pseudoEntry(entry)]))

/** A language for tests: shows what is not translated, and what breaks when words are longer. `?lang=xx-pseudo` */
export const pseudo = lengthened(en) as unknown as Catalog
export const pseudoLater = lengthened(enLater) as unknown as LaterCatalog
