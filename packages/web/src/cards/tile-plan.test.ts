import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { planTiles, tileUrl } from './tile-plan'

const size = { width: 316, height: 160, zoomOffset: 0 } as const
const vienna = { lat: 48.20849, lng: 16.37208 }

test('the map has the place in its middle, and tiles cover all of it', () => {
  const plan = planTiles(vienna, size)
  // https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames
  expect(plan?.tiles[0]).toMatchObject({ z: 15 })
  const middle = plan?.tiles.find(({ leftPx, topPx }) => leftPx <= 0 && leftPx > -256 && topPx <= 0 && topPx > -256)
  expect(middle).toMatchObject({ x: 17874, y: 11362 })
  expect(plan?.tilePx).toBe(256)
  expect(plan?.circlePx).toBeUndefined()
})

test('a high-resolution screen gets more and smaller tiles of the next zoom level', () => {
  const [usual, fine] = [planTiles(vienna, size), planTiles(vienna, { ...size, zoomOffset: 1 })]
  expect(fine?.tilePx).toBe(128)
  expect(fine?.tiles[0]?.z).toBe(16)
  expect(fine?.tiles.length).toBeGreaterThan(usual?.tiles.length ?? 0)
})

test("the sender's accuracy circle fits, and a very large one shows the Earth", () => {
  for (const accuracyM of [5, 60, 900, 40_000]) {
    const circlePx = planTiles({ ...vienna, accuracyM }, size)?.circlePx ?? 0
    expect([accuracyM, circlePx > 2 && circlePx <= 50]).toEqual([accuracyM, true])
  }
  expect(planTiles({ ...vienna, accuracyM: 20_000_000 }, size)?.tiles[0]?.z).toBe(1)
})

test('near the poles there is no map', () => {
  expect(planTiles({ lat: 86, lng: 0 }, size)).toBeUndefined()
  expect(planTiles({ lat: -90, lng: 0 }, size)).toBeUndefined()
})

test('every place needs only a few existing tiles, which cover the view', () => {
  const places = fc.record({
    lat: fc.double({ min: -85, max: 85, noNaN: true }),
    lng: fc.double({ min: -180, max: 180, noNaN: true }),
    accuracyM: fc.double({ min: 0, max: 20_000_000, noNaN: true }),
  })
  fc.assert(
    fc.property(places, fc.constantFrom(0, 1), (place, zoomOffset) => {
      const plan = planTiles(place, { ...size, zoomOffset })
      if (!plan) throw new Error('there is a map')
      expect(plan.tiles.length).toBeLessThanOrEqual(16)
      for (const { z, x, y } of plan.tiles) {
        expect(x >= 0 && x < 2 ** z && y >= 0 && y < 2 ** z).toBe(true)
        expect(z).toBeLessThanOrEqual(18)
      }
      expect(Math.min(...plan.tiles.map(({ leftPx }) => leftPx))).toBeLessThanOrEqual(-158)
      expect(Math.max(...plan.tiles.map(({ leftPx }) => leftPx)) + plan.tilePx).toBeGreaterThanOrEqual(158)
    }),
  )
})

test('addresses follow the template', () => {
  const tile = { z: 15, x: 1, y: 2 }
  expect(tileUrl('https://t.example/{z}/{x}/{y}{r}.png?k={z', tile, 1)).toBe('https://t.example/15/1/2.png?k={z')
  expect(tileUrl('https://t.example/{y}/{x}/{z}{r}.png', tile, 2)).toBe('https://t.example/2/1/15@2x.png')
})
