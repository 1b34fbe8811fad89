import type { ContactBody, LocationBody } from '@parley/protocol'

/** The size of a place's drawing, in px. */
export const placeBox = { width: 300, height: 160 } as const

/** Touch targets are higher on touch screens. */
const coarse = typeof matchMedia === 'function' && matchMedia('(pointer: coarse)').matches
const footPx = coarse ? 44 : 28

/** The height of a card in its message, in px, whatever its content. The row heights of the history depend on it. */
export const cardPx = ({ type }: Pick<LocationBody | ContactBody, 'type'>): number =>
  footPx + (type === 'location' ? placeBox.height + 44 : 56)
