import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol/limits'
import { areTooMany, typedWords } from './typed-words'

test('each line is a word or a phrase, and counts once', () => {
  expect(typedWords(' kite \n\nbig sale\r\nkite\n代购')).toEqual(['kite', 'big sale', '代购'])
})

test('a list has a limited number of words of a limited length', () => {
  const words = Array.from({ length: limits.refusedWords }, (_, at) => `word${at}`)
  expect([areTooMany(words), areTooMany([...words, 'more'])]).toEqual([false, true])
  const longest = 'x'.repeat(limits.refusedWordMaxChars)
  expect([areTooMany([longest]), areTooMany([`${longest}x`])]).toEqual([false, true])
})
