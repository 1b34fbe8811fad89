import type { LocationBody } from '@parley/protocol'
import { coordinatesText, decimals } from './coordinates'

/**
 * A length as a language writes it: "12 m", "3.5 km".
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

/** What stands below the name of a place: its address, else its coordinates and how accurate they are; 0 says nothing. */
export const placeDetail = (body: LocationBody, locale: string): string => {
  if (body.address !== undefined) return body.address
  const exact = body.accuracyM ? ` · ±${distanceText(Math.ceil(body.accuracyM), locale)}` : ''
  return coordinatesText(body) + exact
}

/**
 * Where a point is shown on a map: in the app that the phone has for it, where links to that exist, else at OpenStreetMap.
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
