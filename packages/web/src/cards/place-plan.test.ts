import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { planPlace } from './place-plan'

const size = { width: 300, height: 160 }
const vienna = { lat: 48.20849, lng: 16.37208 }

describe('the drawing of a place', () => {
  test('has labelled lines of coordinates, which increase to the north and to the east', () => {
    const { parallels, meridians } = planPlace(vienna, size)
    expect(parallels.map(({ label }) => label)).toEqual(['48.207°', '48.208°', '48.209°', '48.210°'])
    expect(parallels.map(({ px }) => px)).toEqual(parallels.map(({ px }) => px).toSorted((a, b) => b - a))
    expect(meridians.map(({ label }) => label)).toEqual(['16.370°', '16.375°'])
    const [west, east] = meridians
    expect(west?.px).toBeLessThan(150)
    expect(east?.px).toBeGreaterThan(150)
  })

  test('has a scale of a round length that fits', () => {
    expect(planPlace(vienna, size).scale).toEqual({ meters: 200, px: 80 })
    const { meters, px } = planPlace({ ...vienna, accuracyM: 900 }, size).scale
    expect([meters, Math.round(px)]).toEqual([1_000, 49])
  })

  test("shows the sender's accuracy circle, entirely as long as the scale allows", () => {
    expect(planPlace(vienna, size).circlePx).toBeUndefined()
    expect(planPlace({ ...vienna, accuracyM: 900 }, size).circlePx).toBeCloseTo(44)
    expect(planPlace({ ...vienna, accuracyM: 5 }, size).circlePx).toBe(10)
    expect(planPlace({ ...vienna, accuracyM: 0 }, size).circlePx).toBe(0)
  })

  test('continues across the date line', () => {
    const { meridians } = planPlace({ lat: 0, lng: 179.999 }, size)
    expect(meridians.map(({ label }) => label)).toEqual(['179.996°', '179.998°', '180.000°', '-179.998°'])
  })

  test('is bounded for every place', () => {
    const places = fc.record({
      lat: fc.double({ min: -90, max: 90, noNaN: true }),
      lng: fc.double({ min: -180, max: 180, noNaN: true }),
      accuracyM: fc.option(fc.double({ min: 0, max: 20_000_000, noNaN: true }), { nil: undefined }),
    })
    fc.assert(
      fc.property(places, ({ accuracyM, ...point }) => {
        const plan = planPlace({ ...point, ...(accuracyM === undefined ? {} : { accuracyM }) }, size)
        const { circlePx = 0, parallels, meridians, scale } = plan
        expect(parallels.length).toBeLessThanOrEqual(5)
        expect(meridians.length).toBeLessThanOrEqual(5)
        for (const { px, label } of [...parallels, ...meridians]) {
          expect(px).toBeFinite()
          expect(label).toMatch(/^-?\d{1,3}(\.\d{1,6})?°$/)
        }
        expect(scale.px).toBeGreaterThan(20)
        expect(scale.px).toBeLessThanOrEqual(80.001)
        expect(circlePx).toBeFinite()
      }),
    )
  })
})
