import { limits } from '@parley/protocol/limits'
import type { Point } from './coordinates'

export interface Position extends Point {
  readonly accuracyM: number
}

/** Why this device's position is unavailable. */
export type PositionProblem = 'insecure' | 'unsupported' | 'denied' | 'unavailable'

const longestMs = 20_000
/** A position that another page requested recently is recent enough. */
const freshMs = 30_000

/** Requests the position of this device. The browser prompts the user for permission. */
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
