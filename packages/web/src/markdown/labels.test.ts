import { expect, test } from 'bun:test'
import { isMisleading } from '@parley/protocol/markdown/labels'
import { parseMarkdown } from '@parley/protocol/markdown/parse'
import { linksOf, notation } from '../testing/tree-notation'

const evil = 'https://evil.example/x'

test.each([
  'bank.example',
  'BANK.example',
  'bank.example/login',
  'bank.example?x=1',
  'bank.example#x',
  'bank.example:443',
  'bank.example.',
  'bank.example./login',
  'www.bank.example',
  'https://bank.example',
  'https://bank.example:x',
  'http://bank',
  'https://bank.example@evil.example',
  'sign in at bank.example',
  'bank.example (official)',
  '→bank.example',
  '**bank**.example',
  '*bank.example*',
  '`bank.example`',
  'ba\u200bnk.example',
  'bank\u200d.exam\u2060ple',
  'bank\u00ad.example',
  'bank\u2009.example',
  '\u202eelpmaxe.knab',
  'bаnk.example',
  'ｂａｎｋ．ｅｘａｍｐｌｅ',
  'bank。example',
  'bank｡example',
  'bank․example',
  'bankꓸexample',
  'bank·example',
  '例子.测试',
  '192.168.0.1',
  'http://[::1]/',
  'bob@bank.example',
  'evil.example.bank.example',
  'notevil.example',
  'evil.example, or bank.example',
])('the label %j of another host is not a link', (label) => {
  const text = `[${label}](${evil})`
  expect(linksOf(parseMarkdown(text)).filter((href) => href === evil)).toEqual([evil])
  expect(notation(parseMarkdown(text))).toContain(`{${evil} ${evil}}`)
})

test.each([
  ['evil.example', evil],
  ['мойfile.docx', evil],
  ['www.evil.example', evil],
  ['evil.example', 'https://www.evil.example/'],
  ['https://evil.example/x/file.tar.gz?a=b.c', evil],
  ['evil.example:443', evil],
  ['EVIL.example.', evil],
  ['müller.example', 'https://müller.example/'],
  ['例子.测试', 'https://xn--fsqu00a.xn--0zwm56d/'],
  ['bob@evil.example', 'mailto:bob@evil.example'],
  ['my page', evil],
  ['点这里。谢谢', evil],
  ['Node.js', evil],
  ['report.pdf', evil],
  ['e.g. this', evil],
  ['v1.2.3', evil],
  ['3.14', evil],
  ['U.S.A.', evil],
  ['+43 1 234567', 'tel:+431234567'],
])('the label %j of %j is honest', (label, href) => {
  expect(isMisleading(label, new URL(href).href)).toBe(false)
})

test('the label of a telephone link is the number that it calls', () => {
  expect(isMisleading('+43 1 234567', 'tel:+900123456')).toBe(true)
  expect(isMisleading('call me', 'tel:+900123456')).toBe(false)
})
