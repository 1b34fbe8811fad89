import { limits } from '@parley/protocol/limits'
import type { Point } from './coordinates'

/** A place that a user typed or pasted. */
export interface TypedPlace extends Point {
  readonly accuracyM?: number
  readonly name?: string
}

/** Longer texts are never coordinates. */
const mostChars = 500

const decimal = /^[+-]?\d{1,3}(?:\.\d{1,20})?$/
const pairIn = (text: string | null | undefined): Point | undefined => {
  const [lat, lng, ...more] = (text ?? '').split(',').map((part) => part.trim())
  if (lat === undefined || lng === undefined || more.length > 1) return undefined
  return decimal.test(lat) && decimal.test(lng) ? onEarth(Number(lat), Number(lng)) : undefined
}

const onEarth = (lat: number, lng: number): Point | undefined =>
  // `+ 0` turns −0 into 0.
  Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { lat: lat + 0, lng: lng + 0 } : undefined

const labelled = /^([^()]*)(?:\((.*)\))?$/s

/** `geo:48.2,16.4;u=35?q=48.2,16.4(Name)`: RFC 5870, with the query that phones add. */
const fromGeo = (text: string): TypedPlace | undefined => {
  const [, before = '', query = ''] = /^geo:([^?]*)\??(.*)$/is.exec(text) ?? []
  const [numbers, ...parameters] = before.split(';')
  const given = new Map(parameters.map((one) => one.toLowerCase().split('=', 2) as [string, string | undefined]))
  if ((given.get('crs') ?? 'wgs84') !== 'wgs84') return undefined
  const [, asked, label] = labelled.exec(new URLSearchParams(query).get('q') ?? '') ?? []
  const point = pairIn(asked) ?? pairIn(numbers)
  if (!point) return undefined
  const uncertainty = Number(given.get('u') ?? Number.NaN)
  return {
    ...point,
    ...(uncertainty >= 0 && uncertainty <= limits.placeAccuracyMaxM && { accuracyM: uncertainty }),
    ...(label && { name: label }),
  }
}

/** Addresses of common maps: OpenStreetMap, Google, Apple, Bing. */
const fromUrl = (text: string): Point | undefined => {
  if (!URL.canParse(text)) return undefined
  const { searchParams, pathname, hash } = new URL(text)
  const { mlat, mlon } = { mlat: searchParams.get('mlat'), mlon: searchParams.get('mlon') }
  const asked = ['q', 'query', 'll', 'center', 'coordinate', 'destination'].map((name) => searchParams.get(name))
  const inPath = /@([^/]+?,[^/]+?)(?:,[^/]*)?(?:\/|$)/.exec(pathname)?.[1]
  const inHash = /[#&]map=[\d.]+\/([^/&]+)\/([^/&]+)/.exec(hash)
  const pairs = [mlat && mlon && `${mlat},${mlon}`, ...asked, inPath, inHash && `${inHash[1]},${inHash[2]}`]
  for (const pair of pairs) {
    const point = pairIn(pair)
    if (point) return point
  }
  return undefined
}

const side = '([NSEW])?'
const angle = String.raw`([+-]?\d{1,3}(?:\.\d{1,20})?) ?°? ?(?:(\d{1,2}(?:\.\d{1,20})?) ?' ?)?(?:(\d{1,2}(?:\.\d{1,20})?) ?" ?)?`
const twoAngles = new RegExp(`^${side} ?${angle}${side}(?: ?[,;] ?| )${side} ?${angle}${side}$`, 'i')

interface Angle {
  readonly degrees: number
  readonly side: string | undefined
}

const angleOf = ([before, whole, minutes = '0', seconds = '0', after]: readonly (string | undefined)[]):
  | Angle
  | undefined => {
  if ((before && after) || Number(minutes) >= 60 || Number(seconds) >= 60) return undefined
  const named = (before ?? after)?.toUpperCase()
  const size = Math.abs(Number(whole)) + Number(minutes) / 60 + Number(seconds) / 3_600
  const negative = whole?.startsWith('-')
  if (negative && named) return undefined
  return { degrees: negative || named === 'S' || named === 'W' ? -size : size, side: named }
}

const isAcross = ({ side: named }: Angle): boolean => named === 'E' || named === 'W'

/** `48.2082, 16.3738`, `48.2082 N 16.3738 E`, `48°12'29.5"N 16°22'25.7"E`. */
const fromAngles = (text: string): Point | undefined => {
  const found = twoAngles.exec(text)
  if (!found) return undefined
  const [first, second] = [angleOf(found.slice(1, 6)), angleOf(found.slice(6, 11))]
  if (!first || !second || (first.side === undefined) !== (second.side === undefined)) return undefined
  if (first.side === undefined) return onEarth(first.degrees, second.degrees)
  if (isAcross(first) === isAcross(second)) return undefined
  const [lat, lng] = isAcross(first) ? [second, first] : [first, second]
  return onEarth(lat.degrees, lng.degrees)
}

const commaPair = /^([+-]?\d{1,3}),(\d{1,20})(?: ?; ?|,? )([+-]?\d{1,3}),(\d{1,20})$/

/** Replaces the variants of characters that people type and copy with plain ones. */
const plain = (text: string): string =>
  text
    .replace(/[−–]/g, '-')
    .replace(/[，、]/g, ',')
    .replace(/；/g, ';')
    .replace(/[′’‘]/g, "'")
    .replace(/[″”“]|''/g, '"')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * Parses a typed or pasted place: coordinates in the notations of maps, cameras and people, `geo:` addresses, and links
 * to common maps. Undefined for other text.
 */
export const parsePlace = (typed: string): TypedPlace | undefined => {
  const text = typed.trim()
  if (text.length > mostChars) return undefined
  if (/^geo:/i.test(text)) return fromGeo(text)
  if (/^https?:/i.test(text)) return fromUrl(text)
  return fromAngles(plain(text).replace(commaPair, '$1.$2 $3.$4'))
}
