import { describe, expect, test } from 'bun:test'
import { parseMarkdown } from '@parley/protocol/markdown/parse'
import type { Block, Inline, ListItem } from '@parley/protocol/markdown/tree'
import { hostilePayloads } from '../testing/hostile-payloads'
import { linksOf, notation } from '../testing/tree-notation'

const treeOf = (text: string): string => notation(parseMarkdown(text))

test.each([
  ['marks', '**a** *b* ~~c~~ `d*`', '{strong a} {em b} {del c} {code d*}'],
  ['underscores', '_a_ and __two words__', '{em a} and {strong two words}'],
  ['line breaks and empty lines', 'a\nb\n\n\n\nc', 'a⏎b|¶¶¶|c'],
  ['a code block with its language', '```ts\nx < y\n```', '{block:ts x < y}'],
  ['a quote', '> a\n> b', '{quote a⏎b}'],
  ['a numbered list', '3. a\n4. b', '{list <3. a><4. b>}'],
  ['nested lists and checkboxes', '- a\n  - b\n- [x] c\n+ d', '{list <- a|{list <- b>}><-[x] c>}|{list <+ d>}'],
  ['a numbered checkbox', '1. [ ] a', '{list <1.[ ] a>}'],
  ['bold and italic', '***a** b* ***c***', '{em {strong a} b} {em {strong c}}'],
  ['a link with a label', '[my page](https://a.test/x)', '{https://a.test/x my page}'],
  ['a label with marks', '[**my** page](https://a.test/x)', '{https://a.test/x {strong my} page}'],
  ['a link without a label', '[](https://a.test/x)', '{https://a.test/x https://a.test/x}'],
  ['bold links', '**https://a.test**', '{strong {https://a.test/ https://a.test}}'],
  ['text over several lines in code', 'a ```b\n  c``` d', 'a {code b\n  c} d'],
])('formats %s', (_what, source, tree) => {
  expect(treeOf(source)).toBe(tree)
})

/** Texts that are shown as written, although they resemble formatting. */
const unformatted = [
  ...[
    '版本1.0~2.0~3.0',
    '好的~~谢谢~~',
    '好 ~~ 好',
    '~~~~',
    '~~~\na\n~~~',
    '1~~2~~3',
    '价格~~100~~80',
    '~a b~',
    '~~~a~~~',
    '好的~~“谢谢”~~',
  ],
  ...[
    '10*20*30',
    '2**3**4',
    '长*宽*高',
    '2 * 3 * 4',
    '5*(3+2)*(1)',
    '(1)*(2)*(3)',
    'f(*args, **kwargs)',
    'int *p, *q;',
    'f(*a* b)',
    'x.*a*',
    'Hello,*world* b',
  ],
  ...[
    '(*^_^*)',
    '(*T_T*)',
    '(*´▽`*)(*´▽`*)',
    '(*´д`*) 好 (*´д`)',
    '` `',
    '(*ﾟдﾟ*)',
    '(*≧ω≦*)',
    '*^o^*',
    '-_- ok -_-',
    '>_< no >_<',
    '^_^ hi ^_^',
    '"_" or "_"',
    '*_*',
  ],
  ...['__init__.py', '__init__', '__name__ == "__main__"', 'snake_case_name', '/_next_/a', '?_a_=1', '_a_.txt', '_a_b'],
  ...['**/node_modules/**', 'src/**/*.ts', '*.js,*.ts', '/*comment*/', '/** a */', 'COUNT(*),SUM(*)', '*/5 * * * *'],
  ...['密码***和***', '尾号****1234和****5678', '张**、李**', '操*你*', '**🎉**', '****a****', '***', '* * *', '---'],
  ...[
    '\\\\server\\share\\_x',
    'C:\\Users\\.ssh',
    'C:\\*.txt',
    '\\d+\\.\\d*',
    'a\\',
    'a\\\nb',
    '\\',
    '\\# a',
    '¯\\_(ツ)_/¯',
  ],
  ...['&#42; &amp;', '&#42;a&#42; *b', '<b>a</b>', '# a', 'a\n===', '|a|b|\n|-|-|', '[a]: b', '<!-- a -->', '$x_1$'],
  ...['>:(', '>_<', '>a', '-', '1.', '+', '*', '>', '```', '```\n```', '- \n- ', '> \n>', '```a`b', '`', '``'],
  ...[
    '[a](b)',
    '[a](javascript:alert)',
    '[a](https://a.test "t")',
    '![a](https://a.test/p.png)',
    '[a]',
    '[ ] a',
    '[x](x',
  ],
  ...['a\n    b', '    four', '\tone', 'a\n\tb', 'born in\n1986. That was', 'Tom & Jerry', 'a  b', '#标签', '@'],
]

describe('text is shown as typed', () => {
  const same = (text: string): string => text.replaceAll('\n', '⏎')

  test.each(unformatted)('%j', (text) => {
    const tree = treeOf(text).replace(/\{(\S+) (.*?)\}/g, (whole, href, label) => (href.includes(':') ? label : whole))
    expect(same(tree)).toBe(same(text))
  })

  test('numbers of lists are never changed, including wide ones', () => {
    expect(treeOf('3. yes\n5. no\n7. maybe')).toBe('{list <3. yes><5. no><7. maybe>}')
    expect(treeOf('2021. was a good year')).toBe('{list <2021. was a good year>}')
    expect(treeOf('1) a\n1) b')).toBe('{list <1) a><1) b>}')
    expect(treeOf('1. a\n2.\n3. c')).toBe('{list <1. a><2. ><3. c>}')
    expect(treeOf('- a\n\n- b\n\nc')).toBe('{list <- a|¶><- b>}|¶|c')
  })

  test('an indented second line keeps its indent, also in items and quotes', () => {
    expect(treeOf('- a\n    b')).toBe('{list <- a⏎  b>}')
    expect(treeOf('> a\n>    b')).toBe('{quote a⏎   b}')
    expect(treeOf('```\na\n  b\n\n\tc\n```')).toBe('{block a\n  b\n\n\tc}')
  })
})

describe('code', () => {
  test.each([
    ['```let x = 1\nlet y = 2\n```', '{block let x = 1\nlet y = 2}'],
    ['```let x = 1\nlet y = 2```', '{block let x = 1\nlet y = 2}'],
    ['```hello\nworld\n```', '{block hello\nworld}'],
    ['```\nlet y = 2```\n*b*', '{block let y = 2}|{em b}'],
    ['```sql\nselect 1\n```', '{block:sql select 1}'],
    ['```C++\nint a;\n```', '{block:C++ int a;}'],
    ['```js\n```', '{block js}'],
    ['```let x = 1```', '{code let x = 1}'],
    ['````\n```\na\n````', '{block ```\na}'],
    ['  ```\n  a\n    b\n  ```', '{block a\n  b}'],
    ['```\na\n\n\n', '{block a\n\n\n}'],
    ['试试这个：```\nlet x\n```\n好', '试试这个：|{block let x}|好'],
    ['1. run ```\n   a\n   ```', '{list <1. run |{block a}>}'],
    ['a ```\nb ``` c', 'a {code \nb } c'],
    ['试试这个：```sql\nselect 1\n```', '试试这个：|{block:sql select 1}'],
    ['看 ```let x\nlet y```\n好', '看 |{block let x\nlet y}|好'],
    ['a ```\n```', 'a ```|```'],
    ['a ```js\n```', 'a ```js|```'],
    ['a ```', 'a ```'],
  ])('%j', (source, tree) => {
    expect(treeOf(source)).toBe(tree)
  })
})

describe('a quote ends with its line', () => {
  test.each([
    ['> yours\nmine', '{quote yours}|mine'],
    ['> yours\n\nmine', '{quote yours}|¶|mine'],
    ['> a\n>\n> b\nc', '{quote a|¶|b}|c'],
    ['> a\n>:(', '{quote a}|>:('],
    ['> > a\n> b', '{quote {quote a}|b}'],
    ['> ```\n> a\nb', '{quote {block a}}|b'],
    ['- a\nb', '{list <- a>}|b'],
    ['1. a\n   b\nc', '{list <1. a⏎b>}|c'],
  ])('%j', (source, tree) => {
    expect(treeOf(source)).toBe(tree)
  })
})

describe('Chinese needs no spaces', () => {
  test.each([
    ['**重要：**请看', '{strong 重要：}请看'],
    ['中文**重点**中文', '中文{strong 重点}中文'],
    ['他说：**“好”**吗', '他说：{strong “好”}吗'],
    ['**"重点"**中文', '{strong "重点"}中文'],
    ['价格**100**元', '价格{strong 100}元'],
    ['**注意！**不要**删除**。', '{strong 注意！}不要{strong 删除}。'],
    ['使用**useState()**函数', '使用{strong useState()}函数'],
    ['한국어**중요**는', '한국어{strong 중요}는'],
    ['これは**大事**です', 'これは{strong 大事}です'],
    ['~~原价~~现价', '{del 原价}现价'],
    ['请看*重点*。', '请看*重点*。'],
    ['请看 *重点*，好', '请看 {em 重点}，好'],
    ['用`code`写', '用{code code}写'],
  ])('%j', (source, tree) => {
    expect(treeOf(source)).toBe(tree)
  })
})

describe('a backslash is dropped only if it prevents formatting', () => {
  test.each([
    ['\\*not bold\\*', '*not bold*'],
    ['\\**not bold\\**', '**not bold**'],
    ['\\*\\*not bold\\*\\*', '**not bold**'],
    ['\\*a* b', '*a* b'],
    ['\\_a\\_ and \\~~b~~', '_a_ and ~~b~~'],
    ['\\`a` `b`', '`a` `b`'],
    ['\\`a\\` b', '`a` b'],
    ['\\[a](https://a.test/x)', '[a]({https://a.test/x https://a.test/x})'],
    ['[b](https://b.test/\\)x)', '{https://b.test/)x b}'],
    ['1\\. a', '1. a'],
    ['\\- a\n\\> b\n\\``` c', '- a⏎> b⏎``` c'],
    ['*a* \\*', '{em a} \\*'],
    ['`c:\\*`', '{code c:\\*}'],
    ['\\\\*a*', '\\\\*a*'],
  ])('%j', (source, tree) => {
    expect(treeOf(source)).toBe(tree)
  })
})

test('English phrases may touch punctuation', () => {
  expect(treeOf('He said *"no"*. (*see below*) *Titanic*\'s *non*-negotiable **Note:** b')).toBe(
    'He said {em "no"}. ({em see below}) {em Titanic}\'s {em non}-negotiable {strong Note:} b',
  )
})

test('links have no links inside', () => {
  expect(treeOf('[a [b](https://b.test) c](https://a.test)')).toBe(
    '[a {https://b.test/ b} c]({https://a.test/ https://a.test})',
  )
  expect(treeOf('[a](https://a.test')).toBe('[a]({https://a.test/ https://a.test}')
  expect(treeOf('[a](<https://a.test/b c>)')).toBe('{https://a.test/b%20c a}')
})

describe('hostile texts', () => {
  test('number 300', () => expect(new Set(hostilePayloads).size).toBe(300))

  test('never link to anything but http, https, mailto and tel, and never throw', () => {
    for (const payload of hostilePayloads)
      for (const href of linksOf(parseMarkdown(payload))) expect(href).toMatch(/^(?:https?|mailto|tel):/)
  })

  test('nest at most a few levels deep', () => {
    const depth = (nodes: readonly (Block | Inline | ListItem)[]): number =>
      1 +
      Math.max(
        0,
        ...nodes.map((node) => {
          if ('items' in node) return depth(node.items)
          return 'children' in node ? depth(node.children) : 0
        }),
      )
    for (const payload of hostilePayloads) expect(depth(parseMarkdown(payload))).toBeLessThanOrEqual(32)
  })
})
