/** Messages that show a place or a person. */
import { z } from 'zod'
import { limits } from './limits'
import { userId } from './row-ids'
import { oneLine } from './texts'

/** A place on Earth. */
export const LocationBody = z.object({
  type: z.literal('location'),
  /** Degrees north of the equator (WGS 84); negative to the south. */
  lat: z.number().min(-90).max(90),
  /** Degrees east of Greenwich (WGS 84); negative to the west. */
  lng: z.number().min(-180).max(180),
  /** The sender is within this many meters of the point, as far as their device knows. */
  accuracyM: z.number().nonnegative().max(limits.placeAccuracyMaxM).optional(),
  /** The name of the place. */
  name: oneLine(limits.placeNameMaxChars).optional(),
  address: oneLine(limits.placeAddressMaxChars).optional(),
})
export type LocationBody = z.output<typeof LocationBody>

/** A shared person. Their profile comes with the row, like those of mentioned people. */
export const ContactBody = z.object({
  type: z.literal('contact'),
  /** The shared person. */
  userId,
})
export type ContactBody = z.output<typeof ContactBody>
