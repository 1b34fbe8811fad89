import { expect, test } from 'bun:test'
import { suggestedToken } from './suggested-token'

const token = (text: string, more: { readonly namesPeople?: boolean; readonly closedAt?: number } = {}) =>
  suggestedToken({ text, caret: text.length, namesPeople: true, closedAt: undefined, ...more })

test('a word with a sign asks for suggestions, of people only where somebody can be named', () => {
  expect(token('hi @bo')).toMatchObject({ sign: '@', query: 'bo', from: 3 })
  expect(token('hi @bo', { namesPeople: false })).toBeUndefined()
  expect(token('hi :smi', { namesPeople: false })).toMatchObject({ sign: ':', query: 'smi' })
  expect(token('hi bo')).toBeUndefined()
})

test('a word whose suggestions were closed asks no more, the next one does', () => {
  expect(token('hi @bo', { closedAt: 3 })).toBeUndefined()
  expect(token('hi @bo @ca', { closedAt: 3 })).toMatchObject({ query: 'ca', from: 7 })
})
