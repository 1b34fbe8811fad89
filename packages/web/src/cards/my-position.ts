import { limits } from '@parley/protocol/limits'
import type { Point } from './coordinates'

export interface Position extends Point {
  readonly accuracyM: number
}

/** Why this device does not say where it is. */
export type PositionProblem = 'insecure' | 'unsupported' | 'denied' | 'unavailable'

const longestMs = 20_000
/** A position that another page asked for is still good. */
const freshMs = 30_000

/** Asks the browser for the position of this device, which asks the person. */
export const myPosition = (): Promise<Position | PositionProblem> => {
  if (!isSecureContext) return Promise.resolve('insecure')
  if (!('geolocation' in navigator)) return Promise.resolve('unsupported')
  return new Promise((resolve) =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude: lat, longitude: lng, accuracy } }) =>
        resolve({ lat, lng, accuracyM: Math.min(limits.placeAccuracyMaxM, Math.ceil(accuracy)) }),
      ({ code }) => resolve(code === GeolocationPositionError.PERMISSION_DENIED ? 'denied' : 'unavailable'),
      { enableHighAccuracy: true, timeout: longestMs, maximumAge: freshMs },
    ),
  )
}
