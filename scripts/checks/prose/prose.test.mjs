import { expect, test } from 'bun:test'
import { findingsIn, isProse } from './files.mjs'
import { createLinter, projectWords } from './linter.mjs'
import { sentenceWords } from './vocabulary.mjs'

const lint = createLinter(projectWords())
const found = (path, source) => findingsIn(lint, path, source)
const words = (count) => `The server works${' and waits'.repeat((count - 3) / 2)}${count % 2 ? '' : ' now'}.`

test('a planted sentence in Markdown fails with its line and the reason', async () => {
  expect(await found('docs/a.md', '# Title\n\nThe server runs.\n\n- Whoever is in it reads the message.\n')).toEqual([
    'docs/a.md:5 "Whoever": name the person: the sender, members, callers',
  ])
})

test('a sentence may have 25 words', async () => {
  expect(await found('a.md', words(sentenceWords))).toEqual([])
  expect(await found('a.md', words(sentenceWords + 1))).toEqual(['a.md:1 a sentence of 26 words, more than 25'])
  expect(await found('a.md', `${words(20)} \`code\` is the subject of the next sentence.`)).toEqual([])
  expect(await found('a.md', `| a | b |\n| --- | --- |\n| ${words(20)} | ${words(20)} |`)).toEqual([])
})

test('misspelt and repeated words are found, but not in code or in names', async () => {
  expect(await found('a.md', 'The server recieves it.\n\nIt is in in the queue.')).toEqual([
    'a.md:1 "recieves": unknown word',
    expect.stringMatching(/^a\.md:3 .*repeated `in`/),
  ])
  expect(await found('a.md', 'Call `recieve` of WebSocketServer.\n\n```ts\nrecieve()\n```')).toEqual([])
})

test('comments, doc strings, texts and titles in code are checked', async () => {
  const planted = 'Nobody reads it.'
  const reason = '"Nobody": name the person: a member, the caller, other users, anyone'
  const at = (path, line) => [`${path}:${line} ${reason}`]
  expect(await found('a.ts', `const a = 1\n/** ${planted} */\n`)).toEqual(at('a.ts', 2))
  expect(await found('a.ts', `/**\n * The first line.\n *\n * ${planted}\n */\n`)).toEqual(at('a.ts', 4))
  expect(await found('a.ts', `/**\n * ${words(24)}\n * @param a ${words(24)}\n * @returns ${planted}\n */\n`)).toEqual(
    at('a.ts', 4),
  )
  expect(await found('a.ts', `const a = 1 // ${planted}\n`)).toEqual(at('a.ts', 1))
  expect(await found('a.ts', `const a = {\n  doc: '${planted}',\n}\n`)).toEqual(at('a.ts', 2))
  expect(await found('a.test.ts', `\ntest('Nobody reads it', () => {})\n`)).toEqual(at('a.test.ts', 2))
  const catalog = 'packages/web/src/i18n/words/en.ts'
  expect(await found(catalog, `export const en = {\n  text: 'Nobody',\n}\n`)).toEqual(at(catalog, 2))
  expect(await found('a.ts', `const a = 'nobody'\nconst b = \`\${a} nobody\`\n`)).toEqual([])
})

test('a finding in a comment of two lines names the line where its sentence starts', async () => {
  expect(await found('a.ts', '\n// The first sentence. Then a second\n// one that nobody reads.\n')).toEqual([
    'a.ts:2 "nobody": name the person: a member, the caller, other users, anyone',
  ])
})

test('generated and Chinese documents are left out', () => {
  expect(['README.md', 'packages/server/src/app.ts'].filter(isProse)).toHaveLength(2)
  expect(['README.zh.md', 'docs/reference/rows.md', 'a.json'].filter(isProse)).toEqual([])
})
