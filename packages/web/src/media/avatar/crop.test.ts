import { expect, test } from 'bun:test'
import { bounded, type Crop, cropPx, sourceOf, wholeCrop, zoomTo } from './crop'

const size = { width: 1000, height: 500 }
/** Rounds away floating-point noise. */
const source = (crop: Crop) => Object.values(sourceOf(size, crop)).map((value) => Math.round(value * 1_000) / 1_000 + 0)

test('the initial selection is the middle square of the picture', () => {
  expect(source(wholeCrop)).toEqual([250, 0, 500])
})

test('the picture always fills the square, wherever it is moved', () => {
  const far = bounded(size, { zoom: 1, x: 9_999, y: 9_999 })
  expect(far).toEqual({ zoom: 1, x: cropPx / 2, y: 0 })
  expect(source(far)).toEqual([0, 0, 500])
  expect(source(bounded(size, { zoom: 1, x: -9_999, y: 0 }))).toEqual([500, 0, 500])
})

test('zooming keeps the centre, and has limits', () => {
  const near = zoomTo(size, wholeCrop, 2)
  expect(source(near)).toEqual([375, 125, 250])
  expect(zoomTo(size, near, 0.1)).toEqual(wholeCrop)
  const middleOf = ([left = 0, top = 0, side = 0]: readonly number[]) => [left + side / 2, top + side / 2]
  const moved = bounded(size, { zoom: 2, x: 90, y: -50 })
  expect(middleOf(source(zoomTo(size, moved, 4)))).toEqual(middleOf(source(moved)))
  expect(zoomTo(size, wholeCrop, 99).zoom).toBe(5)
})
