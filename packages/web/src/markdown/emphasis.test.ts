import { expect, test } from 'bun:test'
import { emphasise, scriptRuns } from './emphasis'

test('a text is split where Chinese begins and ends, without losing characters', () => {
  const texts: Readonly<Record<string, readonly string[]>> = {
    'plain words': ['plain words'],
    重点: ['重点'],
    '看 README 文件，v2': ['看', ' README ', '文件，', 'v2'],
    '𠮷野家 ok': ['𠮷野家', ' ok'],
    'カナ한글 é': ['カナ한글', ' é'],
  }
  for (const [text, runs] of Object.entries(texts)) expect(scriptRuns(text).map((run) => run.text)).toEqual([...runs])
})

test('Chinese characters are separate nodes in emphasis, also inside bold parts and links', () => {
  const kinds = emphasise([
    { kind: 'text', text: 'see 文件' },
    { kind: 'strong', children: [{ kind: 'text', text: '重点' }] },
    { kind: 'link', href: 'https://a.example', children: [{ kind: 'text', text: 'a 链接' }] },
    { kind: 'code', text: '代码' },
  ]).map((node) => ('children' in node ? [node.kind, ...node.children.map(({ kind }) => kind)] : node.kind))
  expect(kinds).toEqual(['text', 'shown', ['strong', 'shown'], ['link', 'text', 'shown'], 'code'])
})
