import { expect, test } from 'bun:test'
import * as formatted from './formatted'
import { type Formatting, LazyMarkdown } from './lazy-markdown'
import { ShownTexts } from './shown-texts'

const markdown = new LazyMarkdown(async () => formatted)
await markdown.ask()
const texts = new ShownTexts(markdown)

test.each([
  ['**bold** and `code`', 'bold and code'],
  ['# Title\n\n- one\n- two', '# Title - one - two'],
  ['> quoted\nanswer', 'quoted answer'],
  ['```ts\nlet a = 1\n```', 'ts let a = 1'],
  ['```let a = 1\nlet b\n```', 'let a = 1 let b'],
  ['snake_case stays', 'snake_case stays'],
  ['10*20*30, 1.0~2.0, C:\\Users\\.ssh', '10*20*30, 1.0~2.0, C:\\Users\\.ssh'],
  ['2 ** 3 -- `', '2 ** 3 -- `'],
  ['+ 5 points', '+ 5 points'],
  ['3. yes\n5. no', '3. yes 5. no'],
  ['- [x] done', '☑\ufe0e done'],
  ['[page](https://a.test)', 'page'],
  ['  \n ', ''],
])('%p reads %p on one line', (text, line) => {
  expect(texts.lineOf(text)).toBe(line)
})

test('the shown text keeps lines and indents', () => {
  expect(texts.of('**a**\n\n\n  b\n> c\n- d')).toBe('a\n\n\n  b\nc\n- d')
})

test('only the beginning of a long text is read, and no character is split', () => {
  expect(texts.lineOf('word '.repeat(2_000)).length).toBeLessThanOrEqual(300)
  expect(texts.lineOf(`a${'😀'.repeat(1_000)}`).isWellFormed()).toBe(true)
  expect(texts.of(`*a*${'😀'.repeat(1_000)}`).isWellFormed()).toBe(true)
})

test('until the parser has loaded, texts are as written', async () => {
  const { promise, resolve } = Promise.withResolvers<Formatting>()
  const late = new ShownTexts(new LazyMarkdown(() => promise))
  expect(late.lineOf('**a**\nb')).toBe('**a** b')
  resolve(formatted)
  await promise
  expect(late.lineOf('**a**\nb')).toBe('a b')
})
