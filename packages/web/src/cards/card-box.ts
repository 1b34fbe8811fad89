import type { ContactBody, LocationBody } from '@parley/protocol'

/** The drawing of a place, in px. */
export const placeBox = { width: 300, height: 160 } as const

/** Targets are higher under a finger. */
const coarse = typeof matchMedia === 'function' && matchMedia('(pointer: coarse)').matches
const footPx = coarse ? 44 : 28

/** How high a card is in its message, in px, whatever stands in it; the rows of the history are planned by it. */
export const cardPx = ({ type }: Pick<LocationBody | ContactBody, 'type'>): number =>
  footPx + (type === 'location' ? placeBox.height + 44 : 56)
