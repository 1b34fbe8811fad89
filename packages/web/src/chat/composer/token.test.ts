import { expect, test } from 'bun:test'
import { suggestedToken, tokenAt } from './token'

test.each([
  [':sm', { sign: ':', query: 'sm', from: 0, to: 3 }],
  ['hello :smi', { sign: ':', query: 'smi', from: 6, to: 10 }],
  ['好 :笑脸', { sign: ':', query: '笑脸', from: 2, to: 5 }],
  ['(:sm', { sign: ':', query: 'sm', from: 1, to: 4 }],
  [':s', undefined],
  ['10:30', undefined],
  ['http://a', undefined],
  ['hello :smile ', undefined],
  ['hello', undefined],
  ['@', { sign: '@', query: '', from: 0, to: 1 }],
  ['hi @al_i.c', { sign: '@', query: 'al_i.c', from: 3, to: 10 }],
  ['你好@王', { sign: '@', query: '王', from: 2, to: 4 }],
  ['me@host', undefined],
  ['@@bob', undefined],
  ['@bob ', undefined],
])('%p needs suggestions for %p', (text, token) => {
  expect(tokenAt(text, text.length)).toEqual(token as ReturnType<typeof tokenAt>)
})

test('text after the caret needs no suggestions', () => {
  expect(tokenAt(':smile', 3)).toEqual({ sign: ':', query: 'sm', from: 0, to: 3 })
  expect(tokenAt(':smile', 0)).toBeUndefined()
})

const token = (text: string, more: { readonly namesPeople?: boolean; readonly closedAt?: number } = {}) =>
  suggestedToken({ text, caret: text.length, namesPeople: true, closedAt: undefined, ...more })

test('a word after a sign opens suggestions, for people only where mentions are possible', () => {
  expect(token('hi @bo')).toMatchObject({ sign: '@', query: 'bo', from: 3 })
  expect(token('hi @bo', { namesPeople: false })).toBeUndefined()
  expect(token('hi :smi', { namesPeople: false })).toMatchObject({ sign: ':', query: 'smi' })
  expect(token('hi bo')).toBeUndefined()
})

test('after its suggestions were closed, a word opens no more, but the next word does', () => {
  expect(token('hi @bo', { closedAt: 3 })).toBeUndefined()
  expect(token('hi @bo @ca', { closedAt: 3 })).toMatchObject({ query: 'ca', from: 7 })
})
