import { expect, test } from 'bun:test'
import { bad, checkedText, good } from './check'

test('control characters that other machines sent are escaped, and long findings are cut', () => {
  const text = checkedText([
    { name: 'NATS', findings: [good('Versions: 1.0.0\u001b[2J, \u202e2.0.0.'), bad('x'.repeat(60_000), 'Look.')] },
  ])
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u)
  expect(text).toContain('1.0.0\\u001b[2J')
  expect(text.length).toBeLessThan(1_200)
})
