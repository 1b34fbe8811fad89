import { describe, expect, test } from 'bun:test'
import { coordinatesText, placeLines } from './coordinates'
import { distanceText, mapsHref, placeDetail } from './place-text'

const place = { type: 'location', lat: 48.208487, lng: -16.372084 } as const
const desktop = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0'
const phone = 'Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/142.0'

test('coordinates and lengths are readable text', () => {
  expect(coordinatesText(place)).toBe('48.20849, -16.37208')
  expect([0, 12.4, 999, 1_000, 3_460, 56_000].map((meters) => distanceText(meters, 'en'))).toEqual([
    ...['0 m', '12 m', '999 m', '1 km', '3.5 km', '56 km'],
  ])
  expect(distanceText(3_460, 'zh')).toBe('3.5公里')
})

test('the address is below the name, else the coordinates and their accuracy', () => {
  expect(placeDetail(place, 'en')).toBe('48.20849, -16.37208')
  expect(placeDetail({ ...place, accuracyM: 12 }, 'en')).toBe('48.20849, -16.37208 · ±12 m')
  expect(placeDetail({ ...place, accuracyM: 0.2 }, 'en')).toBe('48.20849, -16.37208 · ±1 m')
  expect(placeDetail({ ...place, accuracyM: 0 }, 'en')).toBe('48.20849, -16.37208')
  expect(placeDetail({ ...place, accuracyM: 12, address: 'Stephansplatz 3' }, 'en')).toBe('Stephansplatz 3')
})

test('the clipboard gets everything, one item per line', () => {
  expect(placeLines({ ...place, name: 'Cathedral', address: 'Stephansplatz 3' })).toBe(
    'Cathedral\nStephansplatz 3\n48.20849, -16.37208',
  )
  expect(placeLines(place)).toBe('48.20849, -16.37208')
})

describe('the link to a map', () => {
  test('leads to OpenStreetMap, and has only the numbers', () => {
    const href = mapsHref({ ...place, name: '"><img src=x>&#map=1' }, desktop)
    expect(href).toBe('https://www.openstreetmap.org/?mlat=48.20849&mlon=-16.37208#map=16/48.20849/-16.37208')
  })

  test('opens the map app of an Android phone, with the escaped name of the place', () => {
    expect(mapsHref(place, phone)).toBe('geo:48.20849,-16.37208?q=48.20849,-16.37208')
    const href = mapsHref({ ...place, name: 'A & B (old) #1?q=0,0' }, phone)
    expect(href).toBe('geo:48.20849,-16.37208?q=48.20849,-16.37208(A%20%26%20B%20(old)%20%231%3Fq%3D0%2C0)')
    expect(new URL(href).hash).toBe('')
  })

  test('supports very small numbers', () => {
    expect(mapsHref({ type: 'location', lat: 5e-324, lng: -0 }, desktop)).toContain('mlat=0.00000&mlon=0.00000')
  })
})
