import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { coordinatesText } from './coordinates'
import { parsePlace } from './parse-place'
import { mapsHref } from './place-text'

const vienna = { lat: 48.2082, lng: 16.3738 }

describe('coordinates', () => {
  test.each([
    '48.2082, 16.3738',
    '48.2082,16.3738',
    ' 48.2082  16.3738 ',
    '48.2082; 16.3738',
    '+48.2082, +16.3738',
    '48.2082° 16.3738°',
    '48.2082°N 16.3738°E',
    '48.2082 N, 16.3738 E',
    'N48.2082 E16.3738',
    'n 48.2082, e 16.3738',
    '16.3738 E, 48.2082 N',
    '48,2082 16,3738',
    '48,2082; 16,3738',
    '48,2082, 16,3738',
    '48.2082，16.3738',
    '48.2082\t16.3738',
  ])('are parsed in common notations: %p', (typed) => {
    expect(parsePlace(typed)).toEqual(vienna)
  })

  test.each([
    ['-33.8568, 151.2153', -33.8568, 151.2153],
    ['−33.8568, 151.2153', -33.8568, 151.2153],
    ['33.8568 S 151.2153 E', -33.8568, 151.2153],
    ['90, 180', 90, 180],
    ['-90 -180', -90, -180],
    ['0,0', 0, 0],
    ['-0, -0', 0, 0],
    ['48, 16', 48, 16],
    [`48°12'30"N 16°22'30"E`, 48.208333, 16.375],
    ['48° 12′ 30.0″ N, 16° 22′ 30.0″ W', 48.208333, -16.375],
    ["48°12.5'N 16°22.5'E", 48.208333, 16.375],
  ])('are parsed with symbols and directions: %p', (typed, lat, lng) => {
    const place = parsePlace(typed)
    expect(place?.lat).toBeCloseTo(lat, 5)
    expect(place?.lng).toBeCloseTo(lng, 5)
    expect(Object.is(place?.lat, -0)).toBe(false)
  })

  test.each(
    [
      ['', 'somewhere', '48.2082', '48.2082, ', ', 16.3738', '1 2 3', '1, 2, 3'],
      ['91, 0', '0, 181', '1e1, 2', 'NaN, 0', 'Infinity, 0', '0x10, 0x10'],
      ['48 N 16 N', '48 N 16', '-48 S 16 E', 'N 48 N 16 E', "48°60'N 16°0'E", '48°1\'61"N 16°E'],
      ['9'.repeat(600), `${'1 '.repeat(250)}`, '48.2082, 16.3738 and more', '48.2082\u202e, 16.3738'],
    ].flat(),
  )('exclude anything else: %p', (typed) => {
    expect(parsePlace(typed)).toBeUndefined()
  })
})

describe('`geo:` addresses', () => {
  test.each([
    ['geo:48.2082,16.3738', vienna],
    ['GEO:48.2082,16.3738', vienna],
    ['geo:48.2082,16.3738,171', vienna],
    ['geo:48.2082,16.3738;u=35', { ...vienna, accuracyM: 35 }],
    ['geo:48.2082,16.3738;crs=wgs84;u=0', { ...vienna, accuracyM: 0 }],
    ['geo:48.2082,16.3738?z=12', vienna],
    ['geo:0,0?q=48.2082,16.3738(St.%20Stephen)', { ...vienna, name: 'St. Stephen' }],
    ['geo:48.2082,16.3738?q=Stephansplatz', vienna],
    ['geo:48.2082,16.3738;u=-3', vienna],
  ])('%p', (typed, place) => {
    expect(parsePlace(typed)).toEqual(place)
  })
  test.each(['geo:', 'geo:48.2082', 'geo:91,0', 'geo:48,16;crs=moon', 'geo:?q=%', 'geo:a,b'])('but not %p', (typed) => {
    expect(parsePlace(typed)).toBeUndefined()
  })
})

describe('links to maps', () => {
  test.each([
    'https://www.openstreetmap.org/?mlat=48.2082&mlon=16.3738#map=16/1/1',
    'https://www.openstreetmap.org/#map=16/48.2082/16.3738',
    'https://www.openstreetmap.org/node/1#map=16.5/48.2082/16.3738&layers=N',
    'https://www.google.com/maps/@48.2082,16.3738,15z',
    'https://www.google.com/maps/place/Wien/@48.2082,16.3738,15z/data=!3m1',
    'https://maps.google.com/?q=48.2082,16.3738',
    'https://www.google.com/maps/search/?api=1&query=48.2082%2C16.3738',
    'https://maps.apple.com/?ll=48.2082,16.3738&q=Wien',
  ])('%p', (typed) => {
    expect(parsePlace(typed)).toEqual(vienna)
  })
  test.each(['https://example.org/', 'https://www.google.com/maps?q=Wien', 'https://', 'https://a/@x,y,1z'])(
    'but not %p',
    (typed) => {
      expect(parsePlace(typed)).toBeUndefined()
    },
  )
})

test('the written, copied and linked forms of a place parse to the same place', () => {
  const round = (degrees: number) => Number(degrees.toFixed(5)) + 0
  const places = fc.record({
    lat: fc.double({ min: -90, max: 90, noNaN: true }).map(round),
    lng: fc.double({ min: -180, max: 180, noNaN: true }).map(round),
  })
  fc.assert(
    fc.property(places, (point) => {
      const body = { type: 'location', ...point } as const
      expect(parsePlace(coordinatesText(point))).toEqual(point)
      expect(parsePlace(mapsHref(body, 'Linux'))).toEqual(point)
      expect(parsePlace(mapsHref(body, 'Android'))).toEqual(point)
    }),
  )
})

test('parsing never throws, and its results are on Earth', () => {
  const pieces = fc.constantFrom(
    ...['48.2', '16', '-', ',', ' ', '°', "'", '"', 'N', 'E', ';', 'geo:', '?q=', '(', ')', '%', '1'],
  )
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
  )
  fc.assert(
    fc.property(texts, (text) => {
      const place = parsePlace(text)
      if (!place) return
      expect(Math.abs(place.lat)).toBeLessThanOrEqual(90)
      expect(Math.abs(place.lng)).toBeLessThanOrEqual(180)
    }),
  )
})
