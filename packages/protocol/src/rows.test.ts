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
