import type { LocationBody } from '@parley/protocol'
import { coordinatesText, decimals } from './coordinates'

/**
 * A length in the format of a language: "12 m", "3.5 km".
 * @param meters at least 0
 */
export const distanceText = (meters: number, locale: string): string => {
  const inKm = meters >= 1_000
  const options = {
    style: 'unit',
    unitDisplay: 'short',
    maximumFractionDigits: inKm && meters < 10_000 ? 1 : 0,
  } as const
  return new Intl.NumberFormat(locale, { ...options, unit: inKm ? 'kilometer' : 'meter' }).format(
    inKm ? meters / 1_000 : meters,
  )
}

/** The line below the name of a place: its address, else its coordinates and accuracy. An accuracy of 0 is left out. */
export const placeDetail = (body: LocationBody, locale: string): string => {
  if (body.address !== undefined) return body.address
  const exact = body.accuracyM ? ` · ±${distanceText(Math.ceil(body.accuracyM), locale)}` : ''
  return coordinatesText(body) + exact
}

/**
 * A link to a map with a point: in the phone's map app if links to that exist, else at OpenStreetMap.
 * @param agent `navigator.userAgent`
 */
export const mapsHref = (body: LocationBody, agent: string): string => {
  const [lat, lng] = [body.lat.toFixed(decimals), body.lng.toFixed(decimals)]
  if (/Android/.test(agent)) {
    const label = body.name === undefined ? '' : `(${encodeURIComponent(body.name)})`
    return `geo:${lat},${lng}?q=${lat},${lng}${label}`
  }
  return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lng}#map=16/${lat}/${lng}`
}
