import { expect, test } from 'bun:test'
import { outgoingText } from './outgoing-text'

test.each([
  ['a\n', 'a'],
  ['\n \n  a  b \n\n', '  a  b'],
  ['  a', '  a'],
  [' \n ', ''],
  ['a\n\n b', 'a\n\n b'],
])('%j is sent as %j', (written, sent) => {
  expect(outgoingText(written)).toBe(sent)
})
