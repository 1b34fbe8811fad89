import { describe, expect, test } from 'bun:test'
import { makeT, type Plural } from './catalog'
import { en as enFirst } from './en'
import { enLater } from './en-later'
import { pseudo as pseudoFirst, pseudoLater, pseudoText } from './pseudo'
import { zh as zhFirst } from './zh'
import { zhLater } from './zh-later'

const en = { ...enFirst, ...enLater }
const zh = { ...zhFirst, ...zhLater }
const pseudo = { ...pseudoFirst, ...pseudoLater }

const forms = (entry: string | Plural): readonly string[] =>
  typeof entry === 'string' ? [entry] : Object.values(entry)
const namesIn = (entry: string | Plural) =>
  new Set(forms(entry).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))

describe('the words', () => {
  test('choose their form by number, and write it as the language does', () => {
    const t = makeT(en, 'en')
    expect(t('memberCount', { count: 1 })).toBe('1 member')
    expect(t('memberCount', { count: 1_200 })).toBe('1,200 members')
    expect(makeT(zh, 'zh-CN')('memberCount', { count: 1 })).toBe('1 位成员')
  })

  test('take values that look like placeholders as they are', () => {
    expect(makeT(en, 'en')('invitedBy', { name: '{name} $& \\1' })).toBe('{name} $& \\1 invites you to chat')
  })

  test('ask for the same values in both languages', () => {
    for (const key of Object.keys(en) as (keyof typeof en)[])
      expect([key, namesIn(zh[key])]).toEqual([key, namesIn(en[key])])
  })

  test('are there once: no word comes both first and later', () => {
    expect(Object.keys(enLater).filter((key) => key in enFirst)).toEqual([])
  })

  test('are never empty', () => {
    for (const [key, entry] of [...Object.entries(en), ...Object.entries(zh)])
      for (const text of forms(entry)) expect([key, text.trim()]).not.toEqual([key, ''])
  })
})

describe('the pseudo-language', () => {
  test('is at least 40 % longer and keeps the names of values', () => {
    expect(pseudoText('Hello {name}')).toStartWith('[Héllö')
    expect(pseudoText('Hello {name}')).toContain('{name}')
    expect(pseudoText('Cancel').length).toBeGreaterThanOrEqual(Math.ceil('Cancel'.length * 1.4))
  })

  test('covers every key', () => {
    expect(Object.keys(pseudo)).toEqual(Object.keys(en))
    expect(makeT(pseudo, 'en')('memberCount', { count: 3 })).toStartWith('[3 mémbérs')
  })
})
