import { z } from 'zod'

/** The registration modes. */
export const chosenRegistration = z.enum(['open', 'approval', 'invite', 'closed'])
/** All modes. With `external`, another site signs people in. Only the configuration sets it. */
export const registrationMode = z.enum([...chosenRegistration.options, 'external'])
export type RegistrationMode = z.output<typeof registrationMode>
