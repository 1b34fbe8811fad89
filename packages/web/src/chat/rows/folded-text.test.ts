import { expect, test } from 'bun:test'
import { foldedText } from './folded-text'

test('only long texts are folded, by characters or lines', () => {
  expect(foldedText({ text: 'short\n'.repeat(10) })).toBeUndefined()
  expect(foldedText({ text: 'x'.repeat(8_000) })?.text.length).toBe(1_500)
  expect(foldedText({ text: 'line\n'.repeat(80) })?.text.split('\n').length).toBe(20)
})

test('a fold never splits a character, and is computed once', () => {
  const body = { text: `a${'😀'.repeat(4_000)}` }
  expect(foldedText(body)?.text.isWellFormed()).toBe(true)
  expect(foldedText(body)).toBe(foldedText(body) as { text: string })
})
