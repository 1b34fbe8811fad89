import { expect, test } from 'bun:test'
import { makeT } from '../../i18n/catalog'
import { words as en } from '../../i18n/words/en'
import { words as enLater } from '../../i18n/words/en-later'
import { alice, bob, carol, dave } from '../../testing/client-state'
import { whoReacted } from './who-reacted'

const t = makeT({ ...en, ...enLater }, 'en')
const nameOf = (id: string) => ({ alice: 'Alice', bob: 'Bob', carol: 'Carol' })[id]
const who = (count: number, mine: boolean, ...users: readonly (typeof bob)[]) =>
  whoReacted({ emoji: '👍', count, mine, users }, { t, me: alice, nameOf })

test('the viewer comes first, then known names, and the others are counted', () => {
  expect(who(3, true, bob, alice, carol)).toBe(`${t('you')}, Bob, Carol`)
  expect(who(5, true, bob, alice)).toBe(`${t('you')}, Bob, ${t('otherPeople', { count: 3 })}`)
  expect(who(2, false, bob, carol)).toBe('Bob, Carol')
  // An unknown person counts among the others.
  expect(who(2, false, dave, bob)).toBe(`Bob, ${t('otherPeople', { count: 1 })}`)
})
