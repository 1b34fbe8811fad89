import { describe, expect, test } from 'bun:test'
import { urlsIn } from '@parley/protocol/markdown/addresses'
import { parseMarkdown } from '@parley/protocol/markdown/parse'
import { notation } from '../testing/tree-notation'

/** A text with its links in brackets. */
const linked = (text: string): string => notation(parseMarkdown(text)).replace(/\{[^{\s]+:[^{\s]* ([^{}]*)\}/g, '«$1»')
const hrefs = (text: string): string[] =>
  [...notation(parseMarkdown(text)).matchAll(/\{(\S+) /g)].map(([, href = '']) => href)

describe('an address ends where the script changes', () => {
  test.each([
    ['看https://a.example这个', '看«https://a.example»这个'],
    ['看https://a.example/x这个', '看«https://a.example/x»这个'],
    ['看https://a.example/看这个', '看«https://a.example/»看这个'],
    ['看https://a.example:8080这个', '看«https://a.example:8080»这个'],
    ['看https://a.example/x?y=1这个', '看«https://a.example/x?y=1»这个'],
    ['看https://a.example/x.html,这个', '看«https://a.example/x.html»,这个'],
    ['看http://localhost:8080/这个', '看«http://localhost:8080/»这个'],
    ['看http://192.168.0.1这个', '看«http://192.168.0.1»这个'],
    ['看www.a.example这个', '看«www.a.example»这个'],
    ['写信给bob@a.example这个', '写信给«bob@a.example»这个'],
    ['https://a.exampleпривет', '«https://a.example»привет'],
    ['https://a.example😀', '«https://a.example»😀'],
    ['https://a.example\u200bx', '«https://a.example»\u200bx'],
    ['（https://a.example/x）', '（«https://a.example/x»）'],
    ['看 https://a.test/b?c=1&d=2，你好', '看 «https://a.test/b?c=1&d=2»，你好'],
  ])('%j', (text, shown) => {
    expect(linked(text)).toBe(shown)
  })
})

describe('international addresses continue in their own script', () => {
  test.each([
    ['看 https://例子.测试/路径 吧', '看 «https://例子.测试/路径» 吧'],
    ['https://例子.测试，好', '«https://例子.测试»，好'],
    ['https://müller.example/straße.', '«https://müller.example/straße».'],
    ['https://пример.рф/страница', '«https://пример.рф/страница»'],
    ['https://例子.com这个', '«https://例子.com»这个'],
    ['https://abc中文.com/x', '«https://abc中文.com/x»'],
    ['www.例子.测试', '«www.例子.测试»'],
    ['bob@例子.测试', '«bob@例子.测试»'],
    ['müller@a.example', '«müller@a.example»'],
    ['https://zh.wikipedia.org/wiki/北京', '«https://zh.wikipedia.org/wiki/北京»'],
    ['https://zh.wikipedia.org/wiki/北京_(消歧义)，', '«https://zh.wikipedia.org/wiki/北京_(消歧义)»，'],
    ['https://a.example/?q=北京&x=1 y', '«https://a.example/?q=北京&x=1» y'],
    ['https://a.example/#第一章', '«https://a.example/#第一章»'],
    ['https://a.example/wiki/卡拉OK厅', '«https://a.example/wiki/卡拉OK厅»'],
  ])('%j', (text, shown) => {
    expect(linked(text)).toBe(shown)
  })

  test('lead to the addresses that browsers expect', () => {
    expect(hrefs('https://例子.测试/路径 www.例子.测试 bob@例子.测试')).toEqual([
      'https://xn--fsqu00a.xn--0zwm56d/%E8%B7%AF%E5%BE%84',
      'http://www.xn--fsqu00a.xn--0zwm56d/',
      'mailto:bob@xn--fsqu00a.xn--0zwm56d',
    ])
  })
})

test.each([
  ['http://[::1]:8080/ and http://[2001:db8::1]/x.', '«http://[::1]:8080/» and «http://[2001:db8::1]/x».'],
  ['http://[x]/ http://[]', 'http://[x]/ http://[]'],
  ['https://user:pw@a.example/x', '«https://user:pw@a.example/x»'],
  ['(see https://a.test/b_(c)_d). Or www.a.test!', '(see «https://a.test/b_(c)_d»). Or «www.a.test»!'],
  ['[see https://a.test/x] {https://b.test/y}', '[see «https://a.test/x»] {«https://b.test/y»}'],
  ['"https://a.test/x", b', '"«https://a.test/x»", b'],
  ['Bob <bob@a.example>, <https://a.test/x>', 'Bob <«bob@a.example»>, <«https://a.test/x»>'],
  ['<tel:+431234> <mailto:bob@a.example>', '<«tel:+431234»> <«mailto:bob@a.example»>'],
  ['awww.sweet www. http:// a@b xhttps://a.test bob@1.2', 'awww.sweet www. http:// a@b xhttps://a.test bob@1.2'],
  ['ftp://a.test javascript:a', 'ftp://a.test javascript:a'],
  ['https://a.test.', '«https://a.test».'],
  ['HTTPS://A.test/B', '«HTTPS://A.test/B»'],
  ['https://a.test/a*b*c_d_e', '«https://a.test/a*b*c_d_e»'],
])('%j', (text, shown) => {
  expect(linked(text)).toBe(shown)
})

test.each([
  'https://аpple.com/login',
  'https://pаypal.com',
  'https://gοοgle.com',
  'https://user@аpple.com',
  'https://аpple.shop.example',
  '<https://аpple.com>',
  '[](https://аpple.com)',
  '[аpple.com](https://xn--pple-43d.com)',
])('%j imitates the host of another script and is not a link', (text) => {
  expect(linked(text).replace('«https://xn--pple-43d.com»', 'https://xn--pple-43d.com')).toBe(text)
})

test('marks end after addresses', () => {
  expect(linked('**https://a.example/x**这个')).toBe('{strong «https://a.example/x»}这个')
  expect(notation(parseMarkdown('*https://a.test/x* ~~www.b.test~~'))).toBe(
    '{em {https://a.test/x https://a.test/x}} {del {http://www.b.test/ www.b.test}}',
  )
})

test('addresses in code are found by the same rules', () => {
  expect(urlsIn('curl https://a.example/x这个 "http://[::1]/" www.b.example')).toEqual([
    'https://a.example/x',
    'http://[::1]/',
    'http://www.b.example',
  ])
})
