import { expect, test } from 'bun:test'
import { tokenAt } from './token'

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
])('%p asks for %p', (text, token) => {
  expect(tokenAt(text, text.length)).toEqual(token as ReturnType<typeof tokenAt>)
})

test('what stands behind the caret asks for nothing', () => {
  expect(tokenAt(':smile', 3)).toEqual({ sign: ':', query: 'sm', from: 0, to: 3 })
  expect(tokenAt(':smile', 0)).toBeUndefined()
})
