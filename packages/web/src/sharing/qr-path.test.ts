import { expect, test } from 'bun:test'
import { qrPath } from './qr-path'

test('each run of dark modules is one rectangle, within the quiet margin', () => {
  const rows = ['##.#', '....', '.###'].map((row) => [...row].map((sign) => sign === '#'))
  expect(qrPath(rows)).toBe('M3 3h2v1h-2zM6 3h1v1h-1zM4 5h3v1h-3z')
})
