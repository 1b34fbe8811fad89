import { expect, test } from 'bun:test'
import { oneLine } from './one-line'

test.each([
  ['**bold** and `code`', 'bold and code'],
  ['# Title\n\n- one\n- two', 'Title one two'],
  ['> quoted\nanswer', 'quoted answer'],
  ['```ts\nlet a = 1\n```', 'let a = 1'],
  ['snake_case stays', 'snake_case stays'],
  ['  \n ', ''],
])('%p reads %p on one line', (text, line) => {
  expect(oneLine(text)).toBe(line)
})

test('of a long text only the beginning is read', () => {
  expect(oneLine('word '.repeat(2_000)).length).toBeLessThanOrEqual(300)
})
