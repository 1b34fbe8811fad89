import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { limits } from './limits'
import { MessageBody, StoredBody } from './rows'

const place = { type: 'location', lat: 48.2082, lng: 16.3738 } as const
const userId = '01980000-0000-7000-8000-0000000000b1'

/** The fields that a body is refused for. */
const refusedFor = (body: unknown): string[] => {
  const { success, error } = MessageBody.safeParse(body)
  return success ? [] : error.issues.map(({ path }) => path.join('.'))
}

describe('a location', () => {
  test.each([
    ['the poles and the date line', { ...place, lat: -90, lng: 180 }],
    ['the middle of nowhere', { ...place, lat: 0, lng: 0 }],
    ['an exact position', { ...place, accuracyM: 0 }],
    ['a guess', { ...place, accuracyM: limits.placeAccuracyMaxM }],
    ['a place with name and address', { ...place, name: 'St. Stephen’s', address: 'Stephansplatz 3, 1010 Wien' }],
    ['names of other scripts', { ...place, name: '圣斯德望主教座堂', address: 'ساحة ستيفان' }],
  ])('can be %s', (_, body) => {
    expect(MessageBody.parse(body)).toEqual(body)
  })

  test.each([
    ['lat', { ...place, lat: 90.000001 }],
    ['lat', { ...place, lat: -91 }],
    ['lat', { ...place, lat: '48' }],
    ['lat', { ...place, lat: Number.NaN }],
    ['lng', { ...place, lng: 180.5 }],
    ['lng', { ...place, lng: Number.POSITIVE_INFINITY }],
    ['lng', { type: 'location', lat: 1 }],
    ['accuracyM', { ...place, accuracyM: -1 }],
    ['accuracyM', { ...place, accuracyM: limits.placeAccuracyMaxM + 1 }],
    ['accuracyM', { ...place, accuracyM: Number.POSITIVE_INFINITY }],
    ['name', { ...place, name: '' }],
    ['name', { ...place, name: 'two\nlines' }],
    ['name', { ...place, name: 'turned \u202eemaN' }],
    ['name', { ...place, name: 'x'.repeat(limits.placeNameMaxChars + 1) }],
    ['address', { ...place, address: '\u200b' }],
    ['address', { ...place, address: 'x'.repeat(limits.placeAddressMaxChars + 1) }],
  ])('is refused for its %s: %p', (field, body) => {
    expect(refusedFor(body)).toEqual(expect.arrayContaining([field]))
  })

  test('is accepted again unchanged after a round trip through JSON', () => {
    const sent = fc.record(
      {
        type: fc.constant('location'),
        lat: fc.double({ min: -95, max: 95 }),
        lng: fc.double({ min: -190, max: 190 }),
        accuracyM: fc.double({ min: -1, max: 3e7 }),
        name: fc.string({ unit: 'grapheme', maxLength: 120 }),
        address: fc.string({ unit: 'binary', maxLength: 220 }),
      },
      { requiredKeys: ['type', 'lat', 'lng'] },
    )
    fc.assert(
      fc.property(sent, (body) => {
        const accepted = MessageBody.safeParse(body)
        if (!accepted.success) return
        const stored: unknown = JSON.parse(JSON.stringify(accepted.data))
        expect(JSON.stringify(StoredBody.parse(stored))).toBe(JSON.stringify(accepted.data))
      }),
    )
  })
})

describe('a contact', () => {
  test('holds the id of a user and nothing else', () => {
    const body = { type: 'contact', userId } as const
    expect(MessageBody.parse({ ...body, name: 'Somebody else' })).toEqual(body as never)
  })

  test.each([undefined, '', 'alice', userId.toUpperCase()])('is refused for the id %p', (id) => {
    expect(refusedFor({ type: 'contact', userId: id })).toEqual(['userId'])
  })
})
