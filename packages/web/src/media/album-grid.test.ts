import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol/limits'
import { albumGapPx, albumGrid, albumPx } from './album-grid'

const square = { width: 600, height: 600 }
const sizes = Array.from({ length: limits.albumMax - limits.albumMin + 1 }, (_, at) => at + limits.albumMin)

test.each(sizes)('an album of %d fills its box without overlaps, in the order of its pictures', (count) => {
  const { height, cells } = albumGrid(Array.from({ length: count }, () => square))
  expect(cells.length).toBe(count)
  const px = cells.map((cell) => ({
    left: cell.left * albumPx,
    right: (cell.left + cell.width) * albumPx,
    top: cell.top * height,
    bottom: (cell.top + cell.height) * height,
  }))
  expect(Math.max(...px.map(({ right }) => right))).toBeCloseTo(albumPx)
  expect(Math.max(...px.map(({ bottom }) => bottom))).toBeCloseTo(height)
  for (const [at, cell] of px.entries()) {
    const next = px[at + 1]
    if (!next) continue
    const beside = next.left - cell.right
    const below = next.top - cell.bottom
    expect(Math.abs(beside - albumGapPx) < 0.01 || Math.abs(below - albumGapPx) < 0.01).toBe(true)
    expect(cell.right - cell.left).toBeGreaterThan(100)
  }
})

test('two wide pictures are on top of each other, two others side by side', () => {
  const wide = { width: 1600, height: 900 }
  expect(albumGrid([wide, wide]).cells.map(({ left }) => left)).toEqual([0, 0])
  expect(albumGrid([wide, square]).cells.map(({ top }) => top)).toEqual([0, 0])
})
