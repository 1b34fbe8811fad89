import type { LocationBody } from '@parley/protocol'

/** A point on Earth, in degrees (WGS 84). */
export type Point = Pick<LocationBody, 'lat' | 'lng'>

/** Decimal places of a degree: about a metre. */
export const decimals = 5

/** In the format of maps, which is the same in every language: "48.20849, 16.37208". */
export const coordinatesText = ({ lat, lng }: Point): string => `${lat.toFixed(decimals)}, ${lng.toFixed(decimals)}`

/** All data of a location, one item per line, for the clipboard. */
export const placeLines = (body: LocationBody): string =>
  [body.name, body.address, coordinatesText(body)].filter((line) => line !== undefined).join('\n')
