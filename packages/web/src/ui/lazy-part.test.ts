import { expect, test } from 'bun:test'
import { shapesLeftMs } from './lazy-part'

test.each([
  [0, 0],
  [150, 0],
  [151, 299],
  [300, 150],
  [450, 0],
  [2_000, 0],
])('a part that loaded in %p ms waits another %p ms, so that placeholders never flash', (tookMs, leftMs) => {
  expect(shapesLeftMs(tookMs)).toBe(leftMs)
})
