import { expect, test } from 'bun:test'
import type { UserId } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { makeT } from '../../i18n/catalog'
import { words as en } from '../../i18n/words/en'
import { messagePlainText } from '../rows/message-plain-text'
import { copiedText } from './body-text'

const bob = 'bob' as UserId
const state = {
  friends: new Map([[bob, { remark: 'Bobby' }]]),
  users: new Map([[bob, { id: bob, name: 'Bob Dylan', username: 'bob' }]]),
} as unknown as ClientState
const words = { t: makeT(en, 'en'), state }
const contact = (userId: UserId) => ({ type: 'contact', userId }) as const
const place = { type: 'location', lat: 48.20849, lng: 16.37208 } as const
const wordsOf = (body: Parameters<typeof copiedText>[0]) => messagePlainText({ body }, words)

test('a place is shown by name, else by address, else by coordinates', () => {
  expect(wordsOf({ ...place, name: 'Cathedral', address: 'Stephansplatz 3' })).toBe('Location: Cathedral')
  expect(wordsOf({ ...place, address: 'Stephansplatz 3' })).toBe('Location: Stephansplatz 3')
  expect(wordsOf(place)).toBe('Location: 48.20849, 16.37208')
})

test("a person is shown by the viewer's name for them", () => {
  expect(wordsOf(contact(bob))).toBe('Contact: Bobby')
  expect(wordsOf(contact('carol' as UserId))).toBe('Contact: Deleted account')
})

test('copying a place gives its coordinates, and copying a contact card gives the user name', () => {
  expect(copiedText({ ...place, name: 'Cathedral' }, words)).toBe('Cathedral\n48.20849, 16.37208')
  expect(copiedText(contact(bob), words)).toBe('Bobby @bob')
  expect(copiedText({ type: 'retracted' }, words)).toBeUndefined()
})
