import { describe, expect, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { makeT, type Plural } from './catalog'
import { words as pseudoFirst } from './pseudo'
import { words as pseudoLater } from './pseudo-later'
import { pseudoText } from './pseudo-text'
import { words as enFirst } from './words/en'
import { words as enAdmin } from './words/en-admin'
import { words as enDocs } from './words/en-docs'
import { words as enLater } from './words/en-later'
import { words as zhFirst } from './words/zh'
import { words as zhAdmin } from './words/zh-admin'
import { words as zhDocs } from './words/zh-docs'
import { words as zhLater } from './words/zh-later'

const en = { ...enFirst, ...enLater, ...enAdmin, ...enDocs }
const zh = { ...zhFirst, ...zhLater, ...zhAdmin, ...zhDocs }
const pseudo = { ...pseudoFirst, ...pseudoLater }

const directory = join(import.meta.dir, 'words')
const codes = readdirSync(directory).flatMap((file) => /^([a-z]+)\.ts$/.exec(file)?.[1] ?? [])
/** Every language, by its code. */
const all = new Map<string, typeof en>()
for (const code of codes) {
  const [first, later] = [await import(join(directory, code)), await import(join(directory, `${code}-later`))]
  const admin = await import(join(directory, `${code}-admin`))
  const docs = existsSync(join(directory, `${code}-docs.ts`))
    ? (await import(join(directory, `${code}-docs`))).words
    : enDocs
  all.set(code, { ...first.words, ...later.words, ...admin.words, ...docs })
}

const forms = (entry: string | Plural): readonly string[] =>
  typeof entry === 'string' ? [entry] : Object.values(entry)
const namesIn = (entry: string | Plural) =>
  new Set(forms(entry).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))

describe('the catalogs', () => {
  test('choose the plural form by number, and format the number', () => {
    const t = makeT(en, 'en')
    expect(t('memberCount', { count: 1 })).toBe('1 member')
    expect(t('memberCount', { count: 1_200 })).toBe('1,200 members')
    expect(makeT(zh, 'zh-CN')('memberCount', { count: 1 })).toBe('1 位成员')
  })

  test('join sentences by a space in English only', () => {
    expect(makeT(en, 'en')('twoSentences', { one: 'A.', two: 'B.' })).toBe('A. B.')
    expect(makeT(zh, 'zh-CN')('twoSentences', { one: '甲。', two: '乙。' })).toBe('甲。乙。')
  })

  test('insert values that look like placeholders unchanged', () => {
    expect(makeT(en, 'en')('invitedBy', { name: '{name} $& \\1' })).toBe('{name} $& \\1 invited you to chat')
  })

  test('show the key of a text that is not loaded', () => {
    expect(makeT(enFirst, 'en')('keyboardShortcuts')).toBe('keyboardShortcuts')
  })

  test('have the same keys and placeholders in all languages', () => {
    expect([...all.keys()]).toEqual(expect.arrayContaining(['en', 'zh']))
    for (const [code, catalog] of all) {
      expect([code, Object.keys(catalog).toSorted()]).toEqual([code, Object.keys(en).toSorted()])
      for (const key of Object.keys(en) as (keyof typeof en)[])
        expect([code, key, namesIn(catalog[key])]).toEqual([code, key, namesIn(en[key])])
    }
  })

  test('isolate texts of another direction in every entry', () => {
    const [name, apart] = ['דנה 5', '\u2068דנה 5\u2069']
    for (const [locale, catalog] of all)
      for (const [key, entry] of Object.entries(catalog)) {
        const names = [...namesIn(entry)]
        const given = Object.fromEntries(names.map((one) => [one, one === 'count' ? 2 : name]))
        const said = (makeT(catalog, locale) as (key: string, params: object) => string)(key, given)
        const [plain = ''] = forms(entry).length > 1 ? forms(entry).slice(-1) : forms(entry)
        const times = names.includes('count') ? undefined : plain.match(/\{\w+\}/g)?.length
        const found = said.split(apart).length - 1
        expect([key, said.replaceAll(apart, '')]).toEqual([key, expect.not.stringContaining(name)])
        if (times !== undefined) expect([key, found]).toEqual([key, times])
      }
  })

  test('contain no key both in the initial and in the later part', () => {
    expect(Object.keys(enLater).filter((key) => key in enFirst)).toEqual([])
  })

  test('are never empty', () => {
    for (const [key, entry] of [...all.values()].flatMap((catalog) => Object.entries(catalog)))
      for (const text of forms(entry)) expect([key, text.trim()]).not.toEqual([key, ''])
  })
})

describe('the pseudo-language', () => {
  test('is at least 40 % longer and keeps placeholders', () => {
    expect(pseudoText('Hello {name}')).toStartWith('[Héllö')
    expect(pseudoText('Hello {name}')).toContain('{name}')
    expect(pseudoText('Cancel').length).toBeGreaterThanOrEqual(Math.ceil('Cancel'.length * 1.4))
  })

  test('covers every key', () => {
    expect(Object.keys(pseudo)).toEqual(Object.keys(en))
    expect(makeT(pseudo, 'en')('memberCount', { count: 3 })).toStartWith('[3 mémbérs')
  })
})
