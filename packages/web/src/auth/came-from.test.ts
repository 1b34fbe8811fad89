import { expect, test } from 'bun:test'
import { backIn } from './came-from'

test('a sign-in comes back to the pages about the contract', () => {
  expect(backIn('?back=%2Fdocs%2Fmessages.send')).toBe('/docs/messages.send')
  expect(backIn('?lang=zh&back=/docs')).toBe('/docs')
  expect(backIn('')).toBeUndefined()
})

test.each([
  'https://evil.example/docs',
  '//evil.example',
  '/docs/../api/x',
  '/docs//evil.example',
  '/c/1',
  'javascript:0',
])('a sign-in never leads to %p', (back) => {
  expect(backIn(`?back=${encodeURIComponent(back)}`)).toBeUndefined()
})
