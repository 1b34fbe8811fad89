import type { LocationBody } from '@parley/protocol'

/** A point on Earth, in degrees (WGS 84). */
export type Point = Pick<LocationBody, 'lat' | 'lng'>

/** Digits after the point of a degree: about a meter. */
export const decimals = 5

/** As maps take it, in every language: "48.20849, 16.37208". */
export const coordinatesText = ({ lat, lng }: Point): string => `${lat.toFixed(decimals)}, ${lng.toFixed(decimals)}`

/** All that a location says, a line each, for the clipboard. */
export const placeLines = (body: LocationBody): string =>
  [body.name, body.address, coordinatesText(body)].filter((line) => line !== undefined).join('\n')
