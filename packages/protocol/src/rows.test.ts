import { expect, test } from 'bun:test'
import { displayName } from './rows'

test.each(['Алиса', '爱丽丝 🎉', 'O’Brien', 'مريم', '👩‍👩‍👧', '?'])('%p is a name', (name) => {
  expect(displayName.safeParse(name).success).toBe(true)
})

test.each([
  ['two lines', 'a\u2028b'],
  ['two paragraphs', 'a\u2029b'],
  ['nothing that can be seen', '\u200b\u2060'],
  ['letters without a shape', '\u3164\u115f\uffa0'],
  ['the empty braille pattern', '\u2800'],
  ['text that runs against what stands around it', 'bob\u202egnp.exe'],
  ['an isolate that is left open', 'bob\u2067'],
  ['a control character', 'a\u0007b'],
])('%s is no name', (_, name) => {
  expect(displayName.safeParse(name).success).toBe(false)
})

test.each([
  ['marks of direction', '\u200ebob\u200f \u061c', 'bob'],
  ['zero-width spaces', '\ufeff bo\u200bb\u2060', 'bob'],
  ['soft hyphens and obsolete controls', 'b\u00ado\u206ab\ufff9', 'bob'],
])('%s are removed from a name', (_, name, stored) => {
  expect(displayName.parse(name)).toBe(stored)
})

test.each(['👩🏽‍💻', '🏴\u{e0067}\u{e0062}\u{e007f}', 'می\u200cخواهم', '1\ufe0f\u20e3'])(
  '%p keeps its form',
  (name) => {
    expect(displayName.parse(name)).toBe(name)
  },
)
