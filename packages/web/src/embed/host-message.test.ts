import { expect, test } from 'bun:test'
import { colourOf, hostMessage } from './host-message'

const shop = 'https://shop.example'
const parent = { name: 'the window around' }
const trusted = { origins: [shop, 'http://localhost:3000'], parent }
const from = (message: { origin?: string; source?: unknown; data?: unknown }) =>
  hostMessage(
    { origin: shop, source: parent, data: { type: 'parley:token', id: '7', token: 'abc' }, ...message } as never,
    trusted,
  )

test('a listed page around signs the frame on', () => {
  expect(from({})).toEqual({ type: 'parley:token', id: '7', given: { token: 'abc' } })
  expect(from({ data: { type: 'parley:token', id: '7', jwt: 'a.b.c' } })).toEqual({
    type: 'parley:token',
    id: '7',
    given: { jwt: 'a.b.c' },
  })
  expect(from({ data: { type: 'parley:signOut' } })).toEqual({ type: 'parley:signOut' })
})

test.each([
  'https://shop.example.evil.test',
  'https://evil.test',
  'http://shop.example',
  'https://shop.example:444',
  'https://SHOP.example',
  'null',
  '',
])('a message of %p has no effect', (origin) => expect(from({ origin })).toBeUndefined())

test('messages of other windows have no effect, also those of listed pages', () => {
  for (const source of [null, {}, { ...parent }]) expect(from({ source })).toBeUndefined()
  expect(hostMessage({ origin: shop, source: null, data: {} }, { origins: [shop], parent: null })).toBeUndefined()
})

test.each([
  undefined,
  null,
  'parley:signOut',
  { type: 'other' },
  { type: 'parley:token', id: '7' },
  { type: 'parley:token', id: '7', token: 7 },
  { type: 'parley:token', token: 'abc' },
  { type: 'parley:token', id: 7, token: 'abc' },
])('a message with the data %p has no effect', (data) => expect(from({ data })).toBeUndefined())

test.each(['a b', 'a\nb', '', 'a'.repeat(8_193)])('%p is no token', (token) =>
  expect(from({ data: { type: 'parley:token', id: '7', token } })).toBeUndefined(),
)

test('a look has colours and themes that exist, and nothing else', () => {
  const look = (data: object) => from({ data: { type: 'parley:look', ...data } })
  expect(look({ accent: '#2A7D4F', theme: 'dark', font: 'x' })).toEqual({
    type: 'parley:look',
    look: { accent: '#2a7d4f', theme: 'dark' },
  })
  expect(look({ accent: 'url(//evil.test)', theme: 'blue' })).toEqual({ type: 'parley:look', look: {} })
})

test.each(['red', '#fff', 'rgb(1,2,3)', '#12345g', '#1234567', '#123456;x:y', 7, null])('%p is no colour', (value) =>
  expect(colourOf(value)).toBeUndefined(),
)
