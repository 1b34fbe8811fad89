import { expect, test } from 'bun:test'
import { windowTitle } from './window-title'

test("the title shows the unread count, and a name in the other text direction doesn't reorder it", () => {
  expect(windowTitle(0, 'Hills')).toBe('Hills')
  expect(windowTitle(3, 'Hills')).toBe('(3) Hills')
  expect(windowTitle(3, 'דנה')).toBe('(3) \u2068דנה\u2069')
})
