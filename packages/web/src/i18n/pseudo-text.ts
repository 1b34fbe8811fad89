import type { Plural } from './catalog'

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

/** A catalog with longer texts, for the language of tests. */
export const lengthened = (catalog: Readonly<Record<string, string | Plural>>) =>
  Object.fromEntries(Object.entries(catalog).map(([key, entry]) => [key, pseudoEntry(entry)]))
