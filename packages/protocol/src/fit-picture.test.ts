import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { fitPicture } from './fit-picture'

test('a picture fits its box, a very long one stays readable, a small one is unchanged', () => {
  expect(fitPicture({ width: 4000, height: 3000 }, 1280)).toEqual({ width: 1280, height: 960 })
  expect(fitPicture({ width: 3000, height: 4000 }, 320)).toEqual({ width: 240, height: 320 })
  expect(fitPicture({ width: 1080, height: 8000 }, 1280)).toEqual({ width: 640, height: 4741 })
  expect(fitPicture({ width: 50_000, height: 2 }, 1280)).toEqual({ width: 5120, height: 1 })
  expect(fitPicture({ width: 200, height: 100 }, 320)).toEqual({ width: 200, height: 100 })
})

test('pictures never grow, never vanish, and are bounded', () => {
  const side = fc.integer({ min: 1, max: 60_000 })
  fc.assert(
    fc.property(side, side, (width, height) => {
      const fitted = fitPicture({ width, height }, 1280)
      expect(fitted.width).toBeLessThanOrEqual(width)
      expect(fitted.height).toBeLessThanOrEqual(height)
      expect(Math.min(fitted.width, fitted.height)).toBeGreaterThanOrEqual(1)
      expect(Math.max(fitted.width, fitted.height)).toBeLessThanOrEqual(5120)
    }),
  )
})
