import { expect, test } from 'bun:test'
import { returnPathIn } from './return-path'

test('a sign-in returns to the API pages', () => {
  expect(returnPathIn('?back=%2Fdocs%2Fmessages.send')).toBe('/docs/messages.send')
  expect(returnPathIn('?lang=zh&back=/docs')).toBe('/docs')
  expect(returnPathIn('')).toBeUndefined()
})

test.each([
  'https://evil.example/docs',
  '//evil.example',
  '/docs/../api/x',
  '/docs//evil.example',
  '/c/1',
  'javascript:0',
])('a sign-in never leads to %p', (back) => {
  expect(returnPathIn(`?back=${encodeURIComponent(back)}`)).toBeUndefined()
})
